package io.github.gns4j.dl4j.taps;

import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.OuterProducts.Bias;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Embeddings of single tokens and of sequences: row {@code v} of the gradient is the sum of the
 * deltas of the positions that hold token {@code v}.
 */
final class EmbeddingTap extends LayerTap {
  private final SampleRows deltas = new SampleRows();

  EmbeddingTap(Site site, Pass pass) {
    super(site, pass);
  }

  @Override
  void add(INDArray input, INDArray delta, HostArray norms) {
    int samples = (int) norms.length();
    INDArray mask = layer().getMaskArray();
    HostArray d;
    if (layer().conf().getLayer() instanceof EmbeddingSequenceLayer sequence) {
      boolean last = sequence.getOutputFormat() == RNNFormat.NWC;
      d = deltas.ofSequence(last ? delta : delta.permute(0, 2, 1), mask);
    } else {
      d = deltas.ofMatrix(delta, samples, mask);
    }
    int width = (int) layer().getParam("W").size(1);
    int positions = (int) (d.length() / width / samples);
    for (int i = 0; i < samples; i++) {
      Sample sample = new Sample(width);
      for (int t = 0; t < positions; t++) {
        sample.add(token(input, i, t), d, ((long) i * positions + t) * width);
      }
      norms.set(i, norms.get(i) + sample.norm(bias()));
    }
  }

  /** Columns of tokens are in the order of {@link SampleRows#ofMatrix}. */
  private int token(INDArray input, int sample, int position) {
    if (input.rank() == 3) {
      return input.getInt(sample, 0, position);
    }
    return layer().conf().getLayer() instanceof EmbeddingSequenceLayer
        ? input.getInt(sample, position)
        : input.getInt(position * pass().samples() + sample, 0);
  }

  /** The gradient of one sample: the rows that are not 0. */
  private static final class Sample {
    private final Map<Integer, double[]> rows = new HashMap<>();
    private final double[] total;

    Sample(int width) {
      total = new double[width];
    }

    void add(int token, HostArray deltas, long at) {
      double[] row = rows.computeIfAbsent(token, _ -> new double[total.length]);
      for (int k = 0; k < total.length; k++) {
        double delta = deltas.get(at + k);
        row[k] += delta;
        total[k] += delta;
      }
    }

    double norm(Bias bias) {
      double norm = bias == Bias.PRESENT ? squares(total) : 0;
      // in the order of hashes of integers, which is the same on every run
      for (double[] row : rows.values()) {
        norm += squares(row);
      }
      return norm;
    }

    private static double squares(double[] values) {
      double sum = 0;
      for (double value : values) {
        sum += value * value;
      }
      return sum;
    }
  }
}
