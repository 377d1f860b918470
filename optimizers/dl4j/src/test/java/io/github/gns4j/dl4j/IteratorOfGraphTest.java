package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.policy.BatchPolicy;
import io.github.gns4j.policy.BatchProposal;
import io.github.gns4j.policy.BatchRule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Batches that follow a rule, in parts, for a ComputationGraph with LAMB: attached, saved, loaded.
 */
class IteratorOfGraphTest {
  private static final BatchRule DOUBLING =
      input -> new BatchProposal.Target(2.0 * input.batch(), 2, "twice");

  private static final BatchPolicy POLICY =
      BatchPolicy.of(DOUBLING).between(4, 16).startingAt(4).dwell(1);

  private static ComputationGraph net() {
    NoiseAwareUpdater lamb =
        NoiseAwareLamb.builder().learningRate(0.01).batchSize(4).accumulate(2).build();
    ComputationGraph net =
        Networks.batchNorm(Networks.base(DataType.DOUBLE, lamb)).toComputationGraph();
    Attachment.attach(net);
    return net;
  }

  private static NoiseAwareIterator iterator(ComputationGraph net) {
    TrainingData data = TrainingData.shuffled(Networks.clusters(DataType.DOUBLE, 100, 1), 5);
    return NoiseAwareIterator.of(net, data, POLICY, 6);
  }

  private static void fit(ComputationGraph net, NoiseAwareIterator iterator, int parts) {
    for (int i = 0; i < parts; i++) {
      if (!iterator.hasNext()) {
        iterator.reset();
      }
      net.fit(iterator.next());
    }
  }

  /** After 6 parts a step is complete, after 5 and 7 it is not. */
  @ParameterizedTest
  @ValueSource(ints = {5, 6, 7})
  void resumesBitEqual(int stop) throws IOException {
    ComputationGraph whole = net();
    fit(whole, iterator(whole), 30);
    ComputationGraph half = net();
    NoiseAwareIterator first = iterator(half);
    fit(half, first, stop);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    first.save(new DataOutputStream(bytes));
    ComputationGraph resumed = (ComputationGraph) Training.saveAndLoad(half);
    Attachment.attach(resumed);
    NoiseAwareIterator second = iterator(resumed);
    second.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    fit(resumed, second, 30 - stop);
    assertThat(Training.parameters(resumed)).isEqualTo(Training.parameters(whole));
    assertThat(NetworkNoise.of(resumed).samples()).isEqualTo(NetworkNoise.of(whole).samples());
    assertThat(NetworkNoise.of(whole).steps()).isLessThan(30);
  }
}
