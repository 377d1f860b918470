package io.github.gns4j.dl4j;

import java.util.OptionalInt;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Attaches the updaters of a graph. SameDiff makes them in the first iteration after it has told
 * its start; so they are attached before the first operation of an iteration, which is told with
 * the graph of the gradients.
 */
final class SameDiffListener extends BaseListener {
  private OptionalInt batch = OptionalInt.empty();
  private SameDiff starting;

  @Override
  public boolean isActive(Operation operation) {
    return operation == Operation.TRAINING;
  }

  @Override
  public void iterationStart(SameDiff graph, At at, MultiDataSet data, long etlMillis) {
    batch =
        data == null || data.getFeatures() == null
            ? OptionalInt.empty()
            : OptionalInt.of((int) data.getFeatures(0).size(0));
    starting = graph;
  }

  @Override
  public void preOpExecution(SameDiff gradients, At at, SameDiffOp operation, OpContext context) {
    if (starting != null) {
      SameDiffBlocks.bind(starting, () -> batch);
      starting = null;
    }
  }
}
