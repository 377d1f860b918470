package io.github.gns4j.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The drawn digits are what a seed says, on every machine, and are digits. */
class DigitStrokesTest {
  /**
   * Taken from the first run on JDK 25, x86-64. Every random number and function on the way is
   * specified bit by bit, so that any machine draws these pixels.
   */
  private static final long CHECKSUM_OF_SEED_1 = 524_778_450L;

  @Test
  void seedDecidesEveryPixelOnEveryMachine() throws Exception {
    CRC32 checksum = new CRC32();
    Digits digits = DigitStrokes.draw(500, 1);
    checksum.update(IdxFixture.images(digits));
    checksum.update(IdxFixture.labels(digits));
    assertThat(checksum.getValue()).isEqualTo(CHECKSUM_OF_SEED_1);
  }

  @Test
  void moreImagesBeginWithTheSameImages() throws Exception {
    Digits few = DigitStrokes.draw(20, 5);
    Digits first = DigitStrokes.draw(60, 5).select(IntStream.range(0, 20).toArray());
    assertThat(IdxFixture.images(few)).isEqualTo(IdxFixture.images(first));
    assertThat(IdxFixture.images(few)).isNotEqualTo(IdxFixture.images(DigitStrokes.draw(20, 6)));
  }

  /**
   * Of 5,000 images each digit has 500 ± 21 (binomial); six deviations, 127, are exceeded by one
   * seed in 5e7.
   */
  @Test
  void digitsAreEquallyLikely() {
    int[] counts = new int[Digits.CLASSES];
    Digits digits = DigitStrokes.draw(5_000, 3);
    for (int i = 0; i < digits.size(); i++) {
      counts[digits.label(i)]++;
    }
    assertThat(Arrays.stream(counts).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(373, 627));
  }

  /** Neither solved by a template, or the example would show nothing, nor hopeless. */
  @Test
  void nearestMeanImageIsRightForMostButNotAll() {
    DigitSplit split = DigitStrokes.split(3_000, 1_000, 4);
    double accuracy = NearestMean.accuracy(split);
    assertThat(accuracy).isBetween(0.6, 0.9);
  }

  @Test
  void splitHasTheSizesAskedFor() {
    DigitSplit split = DigitStrokes.split(30, 7, 1);
    assertThat(split.train().size()).isEqualTo(30);
    assertThat(split.test().size()).isEqualTo(7);
    assertThatThrownBy(() -> DigitStrokes.split(0, 7, 1)).hasMessageContaining("trainSize is 0");
    assertThatThrownBy(() -> DigitStrokes.split(7, 0, 1)).hasMessageContaining("testSize is 0");
  }

  @Test
  void contactSheetShowsARowForEachDigit(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("digits.png");
    ContactSheet.write(DigitStrokes.draw(300, 1), 12, file);
    var sheet = ImageIO.read(file.toFile());
    assertThat(sheet.getWidth()).isEqualTo(12 * 28);
    assertThat(sheet.getHeight()).isEqualTo(10 * 28);
  }
}
