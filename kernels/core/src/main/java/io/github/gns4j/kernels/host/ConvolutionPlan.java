package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.ConvolutionProducts.Axis;
import io.github.gns4j.kernels.ConvolutionProducts.Shape;
import java.util.BitSet;

/**
 * How the images and deltas of a convolution lie in scratch. Images are padded, {@code height ×
 * width} pixels that the outputs see. Deltas are spread over the same pitch: output {@code (y, x)}
 * stands at {@code y·strideᵥ·width + x·strideₕ}, zeros between, so that weight {@code k} is a dot
 * product with the image moved by one number.
 *
 * @param shape the sizes
 * @param height rows that the outputs see
 * @param width columns that the outputs see
 * @param span elements from the first output to the last, on the pitch of the image
 */
record ConvolutionPlan(Shape shape, int height, int width, int span) {
  /** Pixels for which all products of two fit the level-2 cache, with room to spare. */
  private static final int MOST_PIXELS = 400;

  /**
   * A product of the Gram form costs this much of one of the direct form, which loads less. This
   * and {@link #GRAM_ADDITION} are medians of minima, measured with AVX-512 on images of 8 to 20
   * pixels a side, kernels of 3 and 5, 16 and 50 filters: 1.4 to 2.9 and 2.3 to 4.5. The scalar
   * loops take 1.6 and 1.4, so that there the direct form is chosen a little too often.
   */
  private static final double GRAM_PRODUCT = 1.8;

  /** An addition of the Gram form: a load each, in short rows. */
  private static final double GRAM_ADDITION = 3;

  static ConvolutionPlan of(Shape shape) {
    Axis vertical = shape.vertical();
    Axis horizontal = shape.horizontal();
    int width = horizontal.extent();
    int span =
        (vertical.outputs() - 1) * vertical.window().stride() * width
            + (horizontal.outputs() - 1) * horizontal.window().stride()
            + 1;
    return new ConvolutionPlan(shape, vertical.extent(), width, span);
  }

  int pixels() {
    return height * width;
  }

  int outputs() {
    return shape.vertical().outputs() * shape.horizontal().outputs();
  }

  int kernel() {
    return shape.vertical().window().kernel() * shape.horizontal().window().kernel();
  }

  /** Returns by how much each weight of a channel moves the image. */
  int[] shifts() {
    int[] shifts = new int[kernel()];
    int columns = shape.horizontal().window().kernel();
    for (int k = 0; k < shifts.length; k++) {
      shifts[k] =
          k / columns * shape.vertical().window().dilation() * width
              + k % columns * shape.horizontal().window().dilation();
    }
    return shifts;
  }

  /** Returns where each output stands on the pitch of the image. */
  int[] places() {
    int[] places = new int[outputs()];
    int columns = shape.horizontal().outputs();
    for (int t = 0; t < places.length; t++) {
      places[t] =
          t / columns * shape.vertical().window().stride() * width
              + t % columns * shape.horizontal().window().stride();
    }
    return places;
  }

  /** Returns the pixels of an axis, padding included, that lie between those that outputs see. */
  static BitSet unseen(Axis axis) {
    BitSet unseen = new BitSet();
    unseen.set(0, axis.extent());
    for (int t = 0; t < axis.outputs(); t++) {
      for (int k = 0; k < axis.window().kernel(); k++) {
        unseen.clear(t * axis.window().stride() + k * axis.window().dilation());
      }
    }
    return unseen;
  }

  /** Returns whether the Gram form takes less work than the direct one. */
  boolean isGram() {
    return pixels() <= MOST_PIXELS && gramCost() < directCost();
  }

  /** Returns about how many direct products' time one sample takes. */
  long work() {
    return (long) (isGram() ? gramCost() : directCost());
  }

  private double directCost() {
    return (double) shape.channels() * kernel() * shape.filters() * span;
  }

  private double gramCost() {
    double ofPixels = 0.5 * pixels() * pixels() * shape.channels();
    double ofOutputs = 0.5 * outputs() * span;
    return GRAM_PRODUCT * (ofPixels + ofOutputs * shape.filters())
        + GRAM_ADDITION * ofOutputs * kernel();
  }
}
