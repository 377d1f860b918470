package io.github.gns4j.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path directory;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void assertDirectoryHolds(Path... files) throws IOException {
    try (var found = Files.list(directory)) {
      assertThat(found).containsExactlyInAnyOrder(files);
    }
  }

  @Test
  void replacesWholeFiles() throws IOException {
    Path file = directory.resolve("state");
    AtomicFile.write(file, out -> out.write(bytes("the first, longer one")));
    AtomicFile.write(file, out -> out.write(bytes("second")));
    assertThat(file).hasContent("second");
    assertDirectoryHolds(file);
  }

  @Test
  void contentThatFailsLeavesTheFileBefore() throws IOException {
    Path file = directory.resolve("state");
    AtomicFile.write(file, out -> out.write(bytes("good")));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("no more");
                    }))
        .withMessage("no more");
    assertThat(file).hasContent("good");
    assertDirectoryHolds(file);
  }

  /** What a writer that was killed left behind is neither taken for the file nor in the way. */
  @Test
  void leftoverOfAKilledWriterIsOverwritten() throws IOException {
    Path file = directory.resolve("state");
    AtomicFile.write(file, out -> out.write(bytes("good")));
    Files.write(directory.resolve("state.partial"), new byte[5000]);
    assertThat(file).hasContent("good");
    AtomicFile.write(file, out -> out.write(bytes("better")));
    assertThat(file).hasContent("better");
    assertDirectoryHolds(file);
  }

  @Test
  void relativePathsAndMissingDirectories() throws IOException {
    Path relative = Path.of("target", "atomic-file-test");
    AtomicFile.write(relative, out -> out.write(bytes("here")));
    assertThat(relative).hasContent("here");
    Files.delete(relative);
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> AtomicFile.write(directory.resolve("none").resolve("state"), out -> {}));
  }
}
