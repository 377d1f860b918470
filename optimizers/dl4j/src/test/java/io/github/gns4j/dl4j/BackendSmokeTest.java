package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The natives of this platform load and a network learns: what all other tests here stand on. */
class BackendSmokeTest {
  @Test
  void networkLearnsTheIdentity() {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .dataType(DataType.DOUBLE)
            .updater(new Sgd(0.5))
            .list()
            .layer(
                new OutputLayer.Builder(LossFunction.MSE)
                    .nIn(2)
                    .nOut(2)
                    .activation(Activation.IDENTITY)
                    .build())
            .build();
    MultiLayerNetwork net = new MultiLayerNetwork(configuration);
    net.init();
    INDArray points = Nd4j.create(new double[][] {{1, 0}, {0, 1}, {1, 1}, {-1, 2}});
    DataSet data = new DataSet(points, points);
    double before = net.score(data);
    for (int i = 0; i < 50; i++) {
      net.fit(data);
    }
    assertThat(net.score(data)).isLessThan(0.01 * before);
  }
}
