package io.github.gns4j.kernels.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The loops over FLOAT64 are those over FLOAT32 with these substitutions; {@code
 * -Dgns4j.regenerate=true} writes them anew (then apply the formatter).
 *
 * <p>Written by hand for both types are the {@code Widening} classes (the gradient types differ) ,
 * {@code VectorFloatLanes} and {@code VectorFloatAgain} (floats go on in double, doubles stay).
 */
class DerivedSourcesTest {
  private static final Path FOLDER = Path.of("src/main/java/io/github/gns4j/kernels/host");
  private static final List<String> BY_HAND = List.of("Widening.java", "Lanes.java", "Again.java");

  static Stream<Path> floatSources() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.getFileName().toString().matches("(Scalar|Vector)Float.*\\.java"))
          .filter(file -> BY_HAND.stream().noneMatch(file.toString()::endsWith))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("floatSources")
  void doubleSourceIsDerived(Path source) throws IOException {
    Path target = FOLDER.resolve(source.getFileName().toString().replace("Float", "Double"));
    String derived = derive(Files.readString(source));
    if (Boolean.getBoolean("gns4j.regenerate")) {
      Files.writeString(target, derived);
    }
    assertThat(target).exists();
    assertThat(words(Files.readString(target))).isEqualTo(words(derived));
  }

  private static String derive(String source) {
    return source
        .replace("Float", "Double")
        .replaceAll("\\bfloat\\b", "double")
        .replace("IntVector", "LongVector")
        .replace("reinterpretAsInts", "reinterpretAsLongs")
        .replace("FLOAT32", "FLOAT64");
  }

  /** Leaves out what the formatter may change: white space and the stars of comments. */
  private static String words(String source) {
    return source.replaceAll("(?m)^\\s*\\*(?!/)", "").replaceAll("\\s+", "");
  }
}
