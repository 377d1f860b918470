package io.github.gns4j.examples.data;

import io.github.gns4j.kernels.Arguments;
import java.util.random.RandomGenerator;

/**
 * Labelled grey images of one size, in memory, one byte a pixel. Immutable; safe for any number of
 * threads.
 */
public final class Digits {
  /** Number of classes: the digits 0 to 9. */
  public static final int CLASSES = 10;

  private final int rows;
  private final int columns;
  private final byte[][] images;
  private final byte[] labels;

  /**
   * Takes the arrays over; the caller must not change them afterwards.
   *
   * @param rows height of an image in pixels, at least 1
   * @param columns width of an image in pixels, at least 1
   * @param images one array of {@code rows * columns} bytes an image, row by row, 0 black, 255
   *     white
   * @param labels digit of each image, 0 to 9
   * @throws IllegalArgumentException if the lengths do not fit or a label is no digit
   */
  Digits(int rows, int columns, byte[][] images, byte[] labels) {
    this.rows = Arguments.atLeast("rows", rows, 1);
    this.columns = Arguments.atLeast("columns", columns, 1);
    this.images = images;
    this.labels = labels;
    if (images.length != labels.length) {
      throw new IllegalArgumentException(
          images.length + " images but " + labels.length + " labels, allowed: as many");
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= CLASSES) {
        throw new IllegalArgumentException(
            "label " + i + " is " + (labels[i] & 0xFF) + ", allowed: 0 to 9");
      }
      if (images[i].length != rows * columns) {
        throw new IllegalArgumentException(
            "image " + i + " has " + images[i].length + " pixels, allowed: " + rows * columns);
      }
    }
  }

  /** Returns the number of images. */
  public int size() {
    return labels.length;
  }

  /** Returns the height of an image in pixels. */
  public int rows() {
    return rows;
  }

  /** Returns the width of an image in pixels. */
  public int columns() {
    return columns;
  }

  /** Returns the number of pixels of an image. */
  public int pixels() {
    return rows * columns;
  }

  /** Returns the digit of image {@code index}. */
  public int label(int index) {
    return labels[index];
  }

  /** Returns the pixel of image {@code index} at {@code pixel}, from 0 (black) to 255 (white). */
  public int pixel(int index, int pixel) {
    return images[index][pixel] & 0xFF;
  }

  /** Writes image {@code index}, scaled to [0, 1], into {@code target} from {@code offset} on. */
  public void copyScaled(int index, float[] target, int offset) {
    byte[] image = images[index];
    for (int p = 0; p < image.length; p++) {
      target[offset + p] = (image[p] & 0xFF) / 255f;
    }
  }

  /**
   * Returns the images at {@code indices}, in that order; the pixels are shared.
   *
   * @throws IndexOutOfBoundsException if an index is outside [0, size)
   */
  public Digits select(int... indices) {
    byte[][] chosenImages = new byte[indices.length][];
    byte[] chosenLabels = new byte[indices.length];
    for (int i = 0; i < indices.length; i++) {
      chosenImages[i] = images[indices[i]];
      chosenLabels[i] = labels[indices[i]];
    }
    return new Digits(rows, columns, chosenImages, chosenLabels);
  }

  /** Returns the numbers 0 to {@code size - 1} in random order (Fisher-Yates). */
  public static int[] permutation(int size, RandomGenerator random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
