package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.host.HostThreads;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Trains networks large enough for all threads, and tells where kernels ran and what came out. */
final class SharedThreadsProcess {
  private static final int WIDTH = 600;
  private static final int STEPS = 5;

  private SharedThreadsProcess() {}

  public static void main(String[] args) {
    System.out.println("adam: " + train(NoiseAwareAdam.builder().learningRate(1e-3).build()));
    System.out.println(
        "sgd: " + train(NoiseAwareSgd.builder().learningRate(1e-2).momentum(0.9).build()));
    System.out.println("shared: " + HostThreads.shareOpenMp());
    System.out.println(
        "ours: "
            + Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("gns4j-kernels"))
                .count());
  }

  /** Returns a number that any other bit in the parameters would change. */
  private static int train(IUpdater updater) {
    NeuralNetConfiguration.Builder base = Networks.base(DataType.FLOAT, updater);
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            base.list()
                .layer(new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build())
                .layer(new OutputLayer.Builder(LossFunction.MSE).nIn(WIDTH).nOut(2).build())
                .build());
    net.init();
    Nd4j.getRandom().setSeed(3);
    INDArray features = Nd4j.randn(DataType.FLOAT, 16, WIDTH);
    INDArray labels = Nd4j.randn(DataType.FLOAT, 16, 2);
    for (int step = 0; step < STEPS; step++) {
      net.fit(new DataSet(features, labels));
    }
    float[] parameters = net.params().toFloatVector();
    if (net.numParams() < 1 << 17) {
      throw new IllegalStateException("one thread is enough for " + net.numParams());
    }
    return Arrays.hashCode(parameters);
  }
}
