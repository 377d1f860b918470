package io.github.gns4j.dl4j;

import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Drops what is negative and doubles the rest: a dropout that falls the same for each sample. */
final class HalfRectifier implements IDropout {
  private static final long serialVersionUID = 1L;

  private transient INDArray factors;

  @Override
  public INDArray applyDropout(
      INDArray input, INDArray result, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
    factors = input.gt(0).castTo(input.dataType()).muli(2).detach();
    return input.mul(factors, result);
  }

  @Override
  public INDArray backprop(INDArray atOutput, INDArray atInput, int iteration, int epoch) {
    return atOutput.mul(factors, atInput);
  }

  @Override
  public void clear() {
    factors = null;
  }

  @Override
  public HalfRectifier clone() {
    return new HalfRectifier();
  }
}
