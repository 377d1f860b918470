package io.github.gns4j.gpucheck;

/** A piece of work that is timed. */
interface Timed {
  /** Returns its name in the report. */
  String name();

  /** Returns the least bytes that must be read and written for that many elements. */
  long bytes(long elements);

  /** Makes its arrays; what is returned does the work once. */
  Runnable prepare(Work work);
}
