package io.github.gns4j.examples.taps;

import io.github.gns4j.dl4j.NetworkNoise;
import io.github.gns4j.dl4j.NoiseAwareSgd;
import io.github.gns4j.dl4j.PerSampleNoise;
import io.github.gns4j.dl4j.taps.GradientTaps;
import io.github.gns4j.examples.data.DigitStrokes;
import io.github.gns4j.examples.data.Digits;
import io.github.gns4j.examples.network.NetworkKind;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A DL4J network under its own {@code fit}; taps show the updater the gradient of every single
 * image, and in the end name the images that pull hardest.
 */
@Command(
    name = "per-sample",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Measures the noise from the gradients of single samples, without micro-batches.")
public final class PerSample implements Callable<Integer> {
  private static final int BATCH = 64;
  private static final int LINES = 10;
  private static final int HARDEST = 5;

  @Option(names = "--steps", description = "Number of steps.")
  private int steps = 300;

  @Option(names = "--model", description = "Network: ${COMPLETION-CANDIDATES}.")
  private NetworkKind model = NetworkKind.DENSE;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Digits digits = DigitStrokes.split(4_000, 1, 1).train();
    MultiLayerNetwork network = model.network(digits, new NoiseAwareSgd(0.1), 1);
    GradientTaps taps = GradientTaps.of(network);
    network.addListeners(new PerSampleNoise(taps));
    out.println(taps.coverage());
    for (int step = 1; step <= steps; step++) {
      network.fit(batch(digits, step));
      if (step % Math.max(1, steps / LINES) == 0) {
        out.printf(
            Locale.ROOT,
            "step %4d  loss %.3f  %s%n",
            step,
            network.score(),
            NetworkNoise.of(network).euclidean());
      }
    }
    printHardest(digits, taps.squaredNorms(), out);
    out.flush();
    return 0;
  }

  /** The taps still hold the norms of the last batch. */
  private void printHardest(Digits digits, double[] squaredNorms, PrintWriter out) {
    out.println("images of the last batch with the largest gradients:");
    IntStream.range(0, squaredNorms.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -squaredNorms[i]))
        .limit(HARDEST)
        .forEach(
            i ->
                out.printf(
                    Locale.ROOT,
                    "  image %4d, a %d, |g| = %.3f%n",
                    image(steps, i, digits),
                    digits.label(image(steps, i, digits)),
                    Math.sqrt(squaredNorms[i])));
  }

  private static int image(int step, int index, Digits digits) {
    return (step * BATCH + index) % digits.size();
  }

  private static DataSet batch(Digits digits, int step) {
    float[] features = new float[BATCH * digits.pixels()];
    INDArray labels = Nd4j.zeros(BATCH, Digits.CLASSES);
    for (int i = 0; i < BATCH; i++) {
      int image = image(step, i, digits);
      digits.copyScaled(image, features, i * digits.pixels());
      labels.putScalar(i, digits.label(image), 1);
    }
    return new DataSet(Nd4j.create(features, new long[] {BATCH, digits.pixels()}), labels);
  }
}
