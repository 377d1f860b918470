package io.github.gns4j.examples.data;

import java.io.IOException;
import java.nio.file.Path;

/** A file that is not the IDX file it should be: foreign, cut off or damaged. */
public final class IdxFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  IdxFormatException(Path file, String problem) {
    super(file + ": " + problem);
  }

  IdxFormatException(Path file, String problem, IOException cause) {
    super(file + ": " + problem, cause);
  }
}
