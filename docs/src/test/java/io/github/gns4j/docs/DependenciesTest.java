package io.github.gns4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/**
 * The list of libraries and licences is that of the versions in use. What the libraries themselves
 * bring along is not compared: it changes with them.
 */
class DependenciesTest {
  private static final Pom PARENT = Pom.read(".");
  private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");
  private static final List<String> NOT_SHIPPED = List.of("test", "provided");

  @Test
  void listHasEveryLibraryInItsVersion() throws IOException {
    String list = Files.readString(Pom.ROOT.resolve("docs/dependencies.txt"));
    List<String> libraries = shipped();
    assertThat(libraries).hasSizeGreaterThan(8);
    assertThat(libraries)
        .as("write it anew: the command is in CONTRIBUTING.md, under Libraries")
        .allMatch(library -> list.contains("(" + library + " - "));
    assertThat(list).doesNotContain("Unknown license");
  }

  /** What the libraries name themselves, as {@code group:artifact:version}. */
  private static List<String> shipped() throws IOException {
    List<String> libraries = new ArrayList<>();
    for (Pom pom : Pom.libraries()) {
      for (Element dependency : Pom.dependencies(pom.project()).toList()) {
        String group = Pom.text(dependency, "groupId").orElseThrow();
        String scope = Pom.text(dependency, "scope").orElse("compile");
        if (!group.equals("io.github.gns4j") && !NOT_SHIPPED.contains(scope)) {
          String artifact = Pom.text(dependency, "artifactId").orElseThrow();
          libraries.add(group + ":" + artifact + ":" + version(group, artifact));
        }
      }
    }
    return libraries;
  }

  /** The version that the root manages, by itself or by the BOM of the library's group. */
  private static String version(String group, String artifact) {
    Element managed =
        Pom.children(PARENT.project(), "dependencyManagement").findFirst().orElseThrow();
    List<Element> all = Pom.dependencies(managed).toList();
    Optional<Element> own =
        all.stream()
            .filter(one -> Pom.text(one, "groupId").orElseThrow().equals(group))
            .filter(one -> Pom.text(one, "artifactId").orElseThrow().equals(artifact))
            .findFirst();
    Element found = own.orElseGet(() -> bomOf(all, group));
    return resolved(Pom.text(found, "version").orElseThrow());
  }

  private static Element bomOf(List<Element> managed, String group) {
    return managed.stream()
        .filter(one -> Pom.text(one, "scope").equals(Optional.of("import")))
        .filter(one -> group.startsWith(Pom.text(one, "groupId").orElseThrow()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no version of " + group));
  }

  private static String resolved(String version) {
    Matcher property = PROPERTY.matcher(version);
    return property.matches()
        ? PARENT.text("properties", property.group(1)).orElseThrow()
        : version;
  }
}
