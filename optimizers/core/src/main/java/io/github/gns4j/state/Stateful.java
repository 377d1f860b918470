package io.github.gns4j.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Something whose state can be written and read back, so that a run that was saved and restored
 * continues with the same bits as one that never stopped. Settings are not state: they come from
 * the builder. The number of bytes written does not depend on the state.
 */
public interface Stateful {
  /** Writes the state. */
  void save(DataOutput out) throws IOException;

  /** Replaces the state by one that {@link #save} wrote. */
  void restore(DataInput in) throws IOException;
}
