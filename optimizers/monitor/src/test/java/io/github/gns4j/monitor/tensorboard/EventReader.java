package io.github.gns4j.monitor.tensorboard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads event files for tests, written against the format and not against the writer. */
final class EventReader {
  /**
   * An event.
   *
   * @param time seconds since 1970
   * @param step of the run
   * @param scalars numbers by tag
   * @param texts texts by tag
   */
  record Event(double time, long step, Map<String, Float> scalars, Map<String, String> texts) {}

  private EventReader() {}

  static List<Event> read(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (in.hasRemaining()) {
      int length = Math.toIntExact(in.getLong());
      in.getInt(); // sums are compared with the reference file
      events.add(event(in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN)));
      in.position(in.position() + length + Integer.BYTES);
    }
    return events;
  }

  private static Event event(ByteBuffer in) {
    double time = 0;
    long step = 0;
    Map<String, Float> scalars = new LinkedHashMap<>();
    Map<String, String> texts = new LinkedHashMap<>();
    while (in.hasRemaining()) {
      int key = (int) varint(in);
      switch (key >>> 3) {
        case 1 -> time = in.getDouble();
        case 2 -> step = varint(in);
        case 5 -> summary(block(in), scalars, texts);
        default -> block(in);
      }
    }
    return new Event(time, step, scalars, texts);
  }

  private static void summary(
      ByteBuffer in, Map<String, Float> scalars, Map<String, String> texts) {
    while (in.hasRemaining()) {
      varint(in);
      ByteBuffer value = block(in);
      String tag = "";
      while (value.hasRemaining()) {
        switch ((int) varint(value) >>> 3) {
          case 1 -> tag = string(block(value));
          case 2 -> scalars.put(tag, value.getFloat());
          case 8 -> texts.put(tag, tensor(block(value)));
          default -> block(value);
        }
      }
    }
  }

  private static String tensor(ByteBuffer in) {
    String text = "";
    while (in.hasRemaining()) {
      switch ((int) varint(in) >>> 3) {
        case 1 -> varint(in);
        case 8 -> text = string(block(in));
        default -> block(in);
      }
    }
    return text;
  }

  private static ByteBuffer block(ByteBuffer in) {
    int length = (int) varint(in);
    ByteBuffer block = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + length);
    return block;
  }

  private static String string(ByteBuffer in) {
    return StandardCharsets.UTF_8.decode(in).toString();
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = in.get();
      value |= (next & 0x7fL) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }
}
