package io.github.gns4j.examples.recurrent;

import io.github.gns4j.kernels.Arguments;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A text as numbers: each character is its place in the alphabet of the text. Immutable. */
final class Text {
  private static final String FILE = "input.txt";
  private static final String EMBEDDED = "sonnets.txt";

  private final String characters;
  private final String alphabet;

  Text(String characters) {
    this.characters = characters;
    this.alphabet =
        characters
            .chars()
            .distinct()
            .sorted()
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }

  /** Returns the sonnets that come with the program (Shakespeare 1609, in the public domain). */
  static Text embedded() {
    try (InputStream in = Text.class.getResourceAsStream(EMBEDDED)) {
      return new Text(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the embedded text", e);
    }
  }

  /**
   * Reads {@value #FILE} of a directory, as the data set tiny Shakespeare is kept.
   *
   * @throws IOException if it cannot be read
   */
  static Text of(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "there is no such file");
    }
    return new Text(Files.readString(file));
  }

  int length() {
    return characters.length();
  }

  String alphabet() {
    return alphabet;
  }

  /**
   * Returns the text cut into sequences: one-hot characters, and as labels the character after
   * each.
   *
   * @param length of a sequence, at least 1
   * @param most sequences to return, evenly spread over the text
   * @throws IllegalArgumentException if the text is shorter than a sequence and its last label
   */
  DataSet sequences(int length, int most) {
    Arguments.atLeast("length of the text", characters.length(), length + 1);
    int count = Math.min(most, (characters.length() - 1) / length);
    int stride = (characters.length() - 1) / count;
    int letters = alphabet.length();
    // [sequence, letter, time], row-major
    float[] features = new float[count * letters * length];
    float[] labels = new float[features.length];
    for (int i = 0; i < count; i++) {
      for (int t = 0; t < length; t++) {
        int at = i * stride + t;
        features[(i * letters + letter(at)) * length + t] = 1;
        labels[(i * letters + letter(at + 1)) * length + t] = 1;
      }
    }
    long[] shape = {count, letters, length};
    return new DataSet(Nd4j.create(features, shape), Nd4j.create(labels, shape));
  }

  private int letter(int at) {
    return alphabet.indexOf(characters.charAt(at));
  }
}
