package io.github.gns4j.gpucheck;

import io.github.gns4j.kernels.Accumulation;
import io.github.gns4j.kernels.ConvolutionProducts;
import io.github.gns4j.kernels.ConvolutionProducts.Axis;
import io.github.gns4j.kernels.ConvolutionProducts.Shape;
import io.github.gns4j.kernels.ConvolutionProducts.Window;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.OuterProducts;
import io.github.gns4j.kernels.PerSample;
import io.github.gns4j.kernels.Preconditioner;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sums;

/** The passes that are timed, all with their sums. */
enum TimedPass implements Timed {
  SQUARED_NORM(4) {
    @Override
    public Runnable prepare(Work work) {
      FlatArray g = work.numbers(ElementType.FLOAT32, work.elements());
      Sums sums = work.kernels().newSums(Segments.single(work.elements()));
      return () -> work.kernels().squaredNorm(g, 1, null, sums);
    }
  },
  SQUARED_NORM_BFLOAT16(2) {
    @Override
    public Runnable prepare(Work work) {
      FlatArray g = work.numbers(ElementType.BFLOAT16, work.elements());
      Sums sums = work.kernels().newSums(Segments.single(work.elements()));
      return () -> work.kernels().squaredNorm(g, 1, null, sums);
    }
  },
  SQUARED_NORM_IN_METRIC(8) {
    @Override
    public Runnable prepare(Work work) {
      FlatArray g = work.numbers(ElementType.FLOAT32, work.elements());
      FlatArray v = work.zeros(ElementType.FLOAT32, work.elements());
      Sums sums = work.kernels().newSums(Segments.single(work.elements()));
      Preconditioner metric = new Preconditioner(v, 1, 1e-8);
      return () -> work.kernels().squaredNorm(g, 1, metric, sums);
    }
  },
  DOT(8) {
    @Override
    public Runnable prepare(Work work) {
      FlatArray a = work.numbers(ElementType.FLOAT32, work.elements());
      FlatArray b = work.numbers(ElementType.FLOAT32, work.elements());
      Sums sums = work.kernels().newSums(Segments.single(work.elements()));
      return () -> work.kernels().dot(a, b, sums);
    }
  },
  ACCUMULATE(12) {
    @Override
    public Runnable prepare(Work work) {
      FlatArray mean = work.zeros(ElementType.FLOAT32, work.elements());
      FlatArray g = work.numbers(ElementType.FLOAT32, work.elements());
      Segments segments = Segments.single(work.elements());
      Sums sums = work.kernels().newSums(segments);
      Accumulation how = new Accumulation(1, 32, 32);
      return () -> work.kernels().accumulate(mean, g, segments, how, null, sums);
    }
  },
  AVERAGE(12) {
    @Override
    public Runnable prepare(Work work) {
      FlatArray average = work.zeros(ElementType.FLOAT32, work.elements());
      FlatArray value = work.numbers(ElementType.FLOAT32, work.elements());
      return () -> work.kernels().average(average, value, 0.001);
    }
  },
  /** 32 samples: G is read once, the mean written. */
  PER_SAMPLE_MOMENTS(4) {
    @Override
    public long bytes(long elements) {
      return sampleBytes(elements, FEW);
    }

    @Override
    public Runnable prepare(Work work) {
      return samples(work, FEW);
    }
  },
  /** 256 samples. */
  PER_SAMPLE_MOMENTS_OF_MANY(4) {
    @Override
    public long bytes(long elements) {
      return sampleBytes(elements, MANY);
    }

    @Override
    public Runnable prepare(Work work) {
      return samples(work, MANY);
    }
  },
  /** One position: activations and deltas are read once. */
  OUTER_NORMS_DENSE(4) {
    @Override
    public Runnable prepare(Work work) {
      return outer(work, 1, WIDTH, WIDTH);
    }
  },
  /** Two positions: all products of a sample in registers. */
  OUTER_NORMS_THIN(4) {
    @Override
    public Runnable prepare(Work work) {
      return outer(work, 2, WIDTH, WIDTH);
    }
  },
  /** As many positions as a short sequence has; limited by its products, not by memory. */
  OUTER_NORMS_GRAM(4) {
    @Override
    public Runnable prepare(Work work) {
      return outer(work, 64, WIDTH, WIDTH);
    }
  },
  /** Many positions of narrow layers: the gradient is formed in registers. */
  OUTER_NORMS_DIRECT(4) {
    @Override
    public Runnable prepare(Work work) {
      return outer(work, 64, 16, 16);
    }
  },
  /** Many channels on small images, the last layers of a network. */
  CONVOLUTION_NORMS_GRAM(4) {
    @Override
    public Runnable prepare(Work work) {
      return convolution(work, 64, 64, new Axis(6, 4, new Window(3, 1, 1, 0)));
    }
  },
  /** Few channels on large images, the first layers. */
  CONVOLUTION_NORMS_DIRECT(4) {
    @Override
    public Runnable prepare(Work work) {
      return convolution(work, 3, 16, new Axis(32, 32, new Window(3, 1, 1, 1)));
    }
  };

  private static final int FEW = 32;
  private static final int MANY = 256;
  private static final int WIDTH = 1024;

  private final long bytesPerElement;

  TimedPass(long bytesPerElement) {
    this.bytesPerElement = bytesPerElement;
  }

  private static long columns(long elements, int rows) {
    return Math.max(1, elements / rows);
  }

  private static long sampleBytes(long elements, int rows) {
    return Float.BYTES * (elements + columns(elements, rows));
  }

  private static Runnable samples(Work work, int rows) {
    long columns = columns(work.elements(), rows);
    Segments segments = Segments.single(columns);
    PerSample arrays =
        new PerSample(
            work.numbers(ElementType.FLOAT32, rows * columns),
            rows,
            work.zeros(ElementType.FLOAT32, columns),
            work.zeros(ElementType.FLOAT64, rows),
            segments);
    Sums sums = work.kernels().newSums(segments);
    return () -> work.kernels().perSampleMoments(arrays, 1, null, sums);
  }

  private static Runnable outer(Work work, long positions, long inputs, long outputs) {
    long rows = Math.max(1, work.elements() / (positions * (inputs + outputs)));
    OuterProducts.Shape shape = new OuterProducts.Shape(rows, positions, inputs, outputs);
    OuterProducts products =
        new OuterProducts(
            work.numbers(ElementType.FLOAT32, shape.activationLength()),
            work.numbers(ElementType.FLOAT32, shape.deltaLength()),
            shape,
            OuterProducts.Bias.PRESENT,
            work.zeros(ElementType.FLOAT64, rows),
            OuterProducts.Into.REPLACE);
    return () -> work.kernels().outerNorms(products, 1);
  }

  private static Runnable convolution(Work work, int channels, int filters, Axis axis) {
    Shape one = new Shape(1, channels, filters, axis, axis);
    long ofSample = one.imageLength() + one.deltaLength();
    int samples = (int) Math.max(1, work.elements() / ofSample);
    Shape shape = new Shape(samples, channels, filters, axis, axis);
    ConvolutionProducts products =
        new ConvolutionProducts(
            work.numbers(ElementType.FLOAT32, shape.imageLength()),
            work.numbers(ElementType.FLOAT32, shape.deltaLength()),
            shape,
            OuterProducts.Bias.PRESENT,
            work.zeros(ElementType.FLOAT64, samples),
            OuterProducts.Into.REPLACE);
    return () -> work.kernels().convolutionNorms(products, 1);
  }

  @Override
  public long bytes(long elements) {
    return bytesPerElement * elements;
  }
}
