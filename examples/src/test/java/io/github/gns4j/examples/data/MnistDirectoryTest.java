package io.github.gns4j.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reader makes of whole, half, foreign and damaged directories. */
class MnistDirectoryTest {
  private static final String IMAGES = "t10k-images-idx3-ubyte";
  private static final String LABELS = "t10k-labels-idx1-ubyte";

  @TempDir private Path directory;
  private final Digits train = DigitStrokes.draw(40, 1);
  private final Digits test = DigitStrokes.draw(20, 2);

  @BeforeEach
  void writeTestPair() throws IOException {
    IdxFixture.writePair(directory, "t10k", test);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MNIST", "data/MNIST"})
  void fourFilesAreTrainAndTest(String place) throws IOException {
    Path below = Files.createDirectories(directory.resolve("home").resolve(place));
    IdxFixture.writePair(below, "train", train);
    IdxFixture.writePair(below, "t10k", test);
    DigitSplit split = MnistDirectory.read(directory.resolve("home"), 0);
    assertThat(IdxFixture.images(split.train())).isEqualTo(IdxFixture.images(train));
    assertThat(IdxFixture.labels(split.test())).isEqualTo(IdxFixture.labels(test));
  }

  @Test
  void compressedFilesAreReadWhateverTheirName() throws IOException {
    Files.delete(directory.resolve(IMAGES));
    Files.write(directory.resolve(IMAGES + ".gz"), IdxFixture.gzip(IdxFixture.images(test)));
    Files.write(directory.resolve(LABELS), IdxFixture.gzip(IdxFixture.labels(test)));
    assertThat(MnistDirectory.read(directory, 0).train().size()).isEqualTo(17);
  }

  @Test
  void lonelyPairIsSplitBySeedWithoutLoss() throws IOException {
    DigitSplit split = MnistDirectory.read(directory, 7);
    assertThat(split.train().size()).isEqualTo(17);
    assertThat(split.test().size()).isEqualTo(3);
    assertThat(IdxFixture.images(MnistDirectory.read(directory, 7).train()))
        .isEqualTo(IdxFixture.images(split.train()));
    assertThat(IdxFixture.images(MnistDirectory.read(directory, 8).train()))
        .isNotEqualTo(IdxFixture.images(split.train()));
    assertThat(inkOf(split.train()) + inkOf(split.test())).isEqualTo(inkOf(test));
  }

  @Test
  void halfAPairIsNamed() throws IOException {
    Files.delete(directory.resolve(LABELS));
    assertThatThrownBy(() -> MnistDirectory.read(directory, 0))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("found " + IMAGES + " without " + LABELS);
  }

  @Test
  void directoriesWithoutFilesAreRefused() {
    Path none = directory.resolve("none");
    assertThatThrownBy(() -> MnistDirectory.read(none, 0))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("no such directory");
    assertThatThrownBy(() -> MnistDirectory.read(directory.resolve(IMAGES), 0))
        .isInstanceOf(FileSystemException.class);
    assertThatThrownBy(() -> MnistDirectory.read(Files.createDirectory(none), 0))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("t10k-images-idx3-ubyte[.gz]");
  }

  /** Cut anywhere, in the header or behind it, compressed or not. */
  @ParameterizedTest
  @CsvSource({"0", "3", "4", "10", "15", "16", "17", "8000", "15695"})
  void cutOffImagesAreRefused(int length) throws IOException {
    Path file = directory.resolve(IMAGES);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, length));
    assertRefused("ends ");
    Files.write(file, IdxFixture.gzip(Arrays.copyOf(whole, length)));
    assertRefused("ends ");
    byte[] zipped = IdxFixture.gzip(whole);
    Files.write(file, Arrays.copyOf(zipped, Math.min(length, zipped.length - 1)));
    assertRefused("ends ");
  }

  @Test
  void damagedCompressionIsRefused() throws IOException {
    byte[] zipped = IdxFixture.gzip(IdxFixture.images(test));
    zipped[zipped.length / 2] ^= 0x55;
    Files.write(directory.resolve(IMAGES), zipped);
    assertThatThrownBy(() -> MnistDirectory.read(directory, 0))
        .isInstanceOf(IdxFormatException.class)
        .hasMessageContaining(IMAGES);
  }

  /** One byte of a header or a label replaced. */
  @ParameterizedTest
  @CsvSource({
    "images, 3, 1, begins 00000801",
    "labels, 2, 9, begins 00000901",
    "images, 4, 255, 'has 4278190100 images, allowed'",
    "images, 7, 0, 'has 0 images, allowed'",
    "images, 7, 19, bytes behind its last element",
    "images, 7, 21, ends in image 20 of 21",
    "images, 10, 16, 'has 4124 rows, allowed: 1 to 1024'",
    "images, 15, 0, 'has 0 columns, allowed: 1 to 1024'",
    "labels, 7, 19, bytes behind its last element",
    "labels, 7, 21, ends after 20 of 21 labels",
    "labels, 12, 10, 'label 4 is 10, allowed: 0 to 9'",
    "labels, 13, 255, 'label 5 is 255, allowed: 0 to 9'",
  })
  void wrongBytesAreNamed(String kind, int position, int value, String message) throws IOException {
    Path file = directory.resolve(kind.equals("images") ? IMAGES : LABELS);
    byte[] bytes = Files.readAllBytes(file);
    bytes[position] = (byte) value;
    Files.write(file, bytes);
    assertRefused(message);
  }

  @Test
  void imagesAndLabelsOfDifferentCountsAreRefused() throws IOException {
    Files.write(directory.resolve(LABELS), IdxFixture.labels(train));
    assertRefused("holds 20 images, but");
  }

  @Test
  void trainAndTestOfDifferentSizesAreRefused() throws IOException {
    Digits wide = new Digits(1, 2, new byte[][] {{0, 1}}, new byte[] {3});
    IdxFixture.writePair(directory, "train", wide);
    assertThatThrownBy(() -> MnistDirectory.read(directory, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1x2 to train on and of 28x28");
  }

  @Test
  void dl4jsDirectoryFollowsItsProperty() {
    String property = "org.deeplearning4j.resources.directory";
    assertThat(MnistDirectory.ofDl4j().getFileName()).hasToString(".deeplearning4j");
    System.setProperty(property, directory.toString());
    try {
      assertThat(MnistDirectory.ofDl4j()).isEqualTo(directory);
    } finally {
      System.clearProperty(property);
    }
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> MnistDirectory.read(directory, 0))
        .isInstanceOf(IdxFormatException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining(message);
  }

  private static long inkOf(Digits digits) {
    long ink = 0;
    for (int i = 0; i < digits.size(); i++) {
      for (int p = 0; p < digits.pixels(); p++) {
        ink += (long) digits.pixel(i, p) * (1 + digits.label(i));
      }
    }
    return ink;
  }
}
