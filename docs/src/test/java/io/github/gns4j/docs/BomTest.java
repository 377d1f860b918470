package io.github.gns4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Users who import the BOM get every artifact that is published. */
class BomTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(gns4j-[^<]+)</artifactId>");

  @Test
  void bomListsEveryLibrary() throws IOException {
    String bom = Files.readString(ROOT.resolve("optimizers/bom/pom.xml"));
    Matcher listed = ARTIFACT.matcher(bom.substring(bom.indexOf("<dependencyManagement>")));
    assertThat(listed.results().map(m -> m.group(1)).toList())
        .containsExactlyInAnyOrderElementsOf(libraries());
  }

  /** Artifacts of the modules below {@code kernels} and {@code optimizers} that make a jar. */
  private static List<String> libraries() throws IOException {
    List<String> artifacts = new ArrayList<>();
    for (String parent : List.of("kernels", "optimizers")) {
      try (Stream<Path> modules = Files.list(ROOT.resolve(parent))) {
        modules
            .map(module -> module.resolve("pom.xml"))
            .filter(Files::exists)
            .map(BomTest::read)
            .filter(pom -> !pom.contains("<packaging>pom</packaging>"))
            .map(pom -> pom.substring(pom.indexOf("</parent>")))
            .map(pom -> ARTIFACT.matcher(pom).results().findFirst().orElseThrow().group(1))
            .forEach(artifacts::add);
      }
    }
    return artifacts;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
