package io.github.gns4j.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** A project file as it is written, nothing inherited. */
record Pom(Path file, Element project) {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  static Pom read(String module) {
    Path file = ROOT.resolve(module).resolve("pom.xml").normalize();
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      return new Pom(file, factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement());
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new IllegalStateException(file + " cannot be read", e);
    }
  }

  /** The libraries: modules below {@code kernels} and {@code optimizers} that make a jar. */
  static List<Pom> libraries() throws IOException {
    List<Pom> found = new ArrayList<>();
    for (String parent : List.of("kernels", "optimizers")) {
      try (Stream<Path> modules = Files.list(ROOT.resolve(parent))) {
        modules
            .filter(module -> Files.exists(module.resolve("pom.xml")))
            .map(module -> read(ROOT.relativize(module).toString()))
            .filter(pom -> pom.text("packaging").isEmpty())
            .sorted((a, b) -> a.file().compareTo(b.file()))
            .forEach(found::add);
      }
    }
    return found;
  }

  /** Returns the text at a path of element names below the project, if there is one. */
  Optional<String> text(String... path) {
    Optional<Element> at = Optional.of(project);
    for (String name : path) {
      at = at.flatMap(element -> children(element, name).findFirst());
    }
    return at.map(element -> element.getTextContent().strip());
  }

  /** Returns the elements {@code dependencies/dependency} below one of the project's elements. */
  static Stream<Element> dependencies(Element parent) {
    return children(parent, "dependencies").flatMap(all -> children(all, "dependency"));
  }

  /** Returns the text of a child, if there is one. */
  static Optional<String> text(Element parent, String child) {
    return children(parent, child).findFirst().map(element -> element.getTextContent().strip());
  }

  static Stream<Element> children(Element parent, String name) {
    return IntStream.range(0, parent.getChildNodes().getLength())
        .mapToObj(parent.getChildNodes()::item)
        .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
        .map(Element.class::cast)
        .filter(element -> element.getTagName().equals(name));
  }

  @Override
  public String toString() {
    return ROOT.relativize(file).toString();
  }
}
