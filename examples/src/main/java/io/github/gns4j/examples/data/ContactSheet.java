package io.github.gns4j.examples.data;

import io.github.gns4j.kernels.Arguments;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A page of small images, to see at a glance what the network is given. */
public final class ContactSheet {
  private ContactSheet() {}

  /**
   * Writes the first images as one PNG: one row for each digit, {@code perDigit} images wide.
   *
   * @param digits the images
   * @param perDigit images of each digit, at least 1; places without an image stay black
   * @param file to write
   * @throws IOException if the file cannot be written
   */
  public static void write(Digits digits, int perDigit, Path file) throws IOException {
    Arguments.atLeast("perDigit", perDigit, 1);
    BufferedImage sheet =
        new BufferedImage(
            perDigit * digits.columns(),
            Digits.CLASSES * digits.rows(),
            BufferedImage.TYPE_BYTE_GRAY);
    int[] placed = new int[Digits.CLASSES];
    for (int i = 0; i < digits.size(); i++) {
      int digit = digits.label(i);
      if (placed[digit] < perDigit) {
        paint(digits, i, sheet, placed[digit]++ * digits.columns());
      }
    }
    ImageIO.write(sheet, "png", file.toFile());
  }

  private static void paint(Digits digits, int index, BufferedImage sheet, int left) {
    int top = digits.label(index) * digits.rows();
    for (int p = 0; p < digits.pixels(); p++) {
      sheet
          .getRaster()
          .setSample(
              left + p % digits.columns(), top + p / digits.columns(), 0, digits.pixel(index, p));
    }
  }
}
