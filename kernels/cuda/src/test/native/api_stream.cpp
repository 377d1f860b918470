// Calls of the driver: streams and events.
#include "api.h"

namespace emulator {

Stream* streamOf(void* handle) {
  Driver& d = driver();
  if (handle == nullptr) {
    return &d.legacy;
  }
  auto* stream = static_cast<Stream*>(handle);
  return d.streams.count(stream) ? stream : nullptr;
}

bool idle() {
  Driver& d = driver();
  bool idle = d.legacy.queue.empty();
  for (Stream* stream : d.streams) {
    idle = idle && stream->queue.empty();
  }
  return idle;
}

API cuStreamCreate(void** stream, unsigned) {
  BEGIN(true)
  auto* fresh = new Stream;
  d.streams.insert(fresh);
  *stream = fresh;
  return kSuccess;
}

API cuStreamDestroy_v2(void* handle) {
  BEGIN(true)
  auto* stream = static_cast<Stream*>(handle);
  if (d.streams.erase(stream) == 0) {
    return kInvalidHandle;
  }
  drain(*stream);
  delete stream;
  return kSuccess;
}

API cuStreamSynchronize(void* handle) {
  BEGIN(true)
  Stream* stream = streamOf(handle);
  return stream == nullptr ? static_cast<int>(kInvalidHandle) : drain(*stream);
}

API cuEventCreate(void** event, unsigned) {
  BEGIN(true)
  auto* fresh = new Event;
  d.events.insert(fresh);
  *event = fresh;
  return kSuccess;
}

API cuEventDestroy_v2(void* handle) {
  BEGIN(true)
  auto* event = static_cast<Event*>(handle);
  if (d.events.erase(event) == 0) {
    return kInvalidHandle;
  }
  if (event->reached) {
    delete event;  // otherwise the stream still refers to it
  }
  return kSuccess;
}

API cuEventRecord(void* handle, void* on) {
  BEGIN(true)
  auto* event = static_cast<Event*>(handle);
  Stream* stream = streamOf(on);
  if (stream == nullptr || d.events.count(event) == 0) {
    return kInvalidHandle;
  }
  event->stream = stream;
  event->reached = false;
  submit(*stream, [event] { event->reached = true; });
  return kSuccess;
}

API cuEventSynchronize(void* handle) {
  BEGIN(true)
  auto* event = static_cast<Event*>(handle);
  if (d.events.count(event) == 0) {
    return kInvalidHandle;
  }
  while (!d.deafToSynchronise && !event->reached && !event->stream->queue.empty()) {
    auto work = std::move(event->stream->queue.front());
    event->stream->queue.pop_front();
    work();
  }
  return d.sticky;
}

API cuEventElapsedTime(float* milliseconds, void*, void*) {
  BEGIN(true)
  *milliseconds = 1;  // no time passes here
  return kSuccess;
}

}  // namespace emulator
