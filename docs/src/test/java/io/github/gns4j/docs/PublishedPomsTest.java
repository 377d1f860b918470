package io.github.gns4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What Maven Central asks of a project file, and what users ask of the BOM. */
class PublishedPomsTest {
  private static final Pom BOM = Pom.read("optimizers/bom");
  private static final Pom PARENT = Pom.read(".");

  /** What is built, but not for others. */
  private static final List<String> PROGRAMS =
      List.of("examples", "jmh-benchmarks", "kernels/cuda/gpu-check");

  /** The one that all inherit from, and the BOM, which inherits nothing. */
  @Test
  void projectsSayWhoseTheyAre() {
    for (Pom pom : List.of(PARENT, BOM)) {
      for (String[] path :
          List.of(
              new String[] {"name"},
              new String[] {"description"},
              new String[] {"url"},
              new String[] {"licenses", "license", "name"},
              new String[] {"licenses", "license", "url"},
              new String[] {"developers", "developer", "name"},
              new String[] {"scm", "connection"},
              new String[] {"scm", "developerConnection"},
              new String[] {"scm", "url"})) {
        assertThat(pom.text(path)).as("%s of %s", String.join("/", path), pom).isNotEmpty();
      }
    }
    // else Maven appends the names of the modules to these addresses
    assertThat(PARENT.project().getAttribute("child.project.url.inherit.append.path"))
        .isEqualTo("false");
  }

  @Test
  void librariesHaveNamesOfTheirOwn() throws IOException {
    assertThat(Pom.libraries()).hasSizeGreaterThan(5);
    for (Pom pom : Pom.libraries()) {
      assertThat(pom.text("name")).as("name of %s", pom).isNotEmpty();
      assertThat(pom.text("description")).as("description of %s", pom).isNotEmpty();
    }
  }

  /** The root's jar plugin writes it as Automatic-Module-Name; programs have a jar, too. */
  @Test
  void everyJarHasAModuleNameOfItsOwn() throws IOException {
    List<Pom> jars = new ArrayList<>(Pom.libraries());
    PROGRAMS.forEach(program -> jars.add(Pom.read(program)));
    assertThat(jars)
        .extracting(pom -> pom.text("properties", "module.name").orElse("none"))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.startsWith("io.github.gns4j."));
  }

  @Test
  void bomListsEveryLibrary() throws IOException {
    assertThat(managed())
        .containsExactlyInAnyOrderElementsOf(
            Pom.libraries().stream().map(pom -> pom.text("artifactId").orElseThrow()).toList());
  }

  private static List<String> managed() {
    return Pom.children(BOM.project(), "dependencyManagement")
        .flatMap(Pom::dependencies)
        .map(dependency -> Pom.text(dependency, "artifactId").orElseThrow())
        .toList();
  }

  /** With a parent it would manage all that the parent manages, JUnit and ND4J among them. */
  @Test
  void bomManagesNothingElse() {
    assertThat(BOM.text("parent")).isEmpty();
    assertThat(managed()).allMatch(artifact -> artifact.startsWith("gns4j-"));
    assertThat(BOM.text("version")).isEqualTo(PARENT.text("version"));
  }

  @Test
  void nothingElseIsPublished() {
    List<String> modules = new ArrayList<>(PROGRAMS);
    modules.add("docs");
    for (String module : modules) {
      assertThat(Pom.read(module).text("properties", "maven.deploy.skip"))
          .as(module)
          .isEqualTo(Optional.of("true"));
    }
  }

  /** What a reader copies into a project file is there, in this version. */
  @Test
  void theGuideImportsWhatIsPublished() {
    String guide = Code.of("docs/guide/getting-started.md");
    List<String> named = Code.names("<artifactId>(gns4j-[^<]+)<", guide);
    assertThat(named).contains("gns4j-bom").hasSizeGreaterThan(2);
    assertThat(managed())
        .containsAll(named.stream().filter(artifact -> !artifact.equals("gns4j-bom")).toList());
    assertThat(Code.names("<version>([^<]+)<", guide))
        .isEqualTo(List.of(PARENT.text("version").orElseThrow()));
  }
}
