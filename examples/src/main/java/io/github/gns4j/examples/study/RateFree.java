package io.github.gns4j.examples.study;

import org.nd4j.linalg.api.ndarray.INDArray;

/** An optimizer that needs no learning rate. It keeps state for one array of parameters. */
interface RateFree {
  /**
   * Takes a step in place; a gradient that is not finite changes nothing.
   *
   * @param parameters as a row, the same array each time
   * @param gradient mean over the batch, of the same shape; may be overwritten
   */
  void step(INDArray parameters, INDArray gradient);

  /** Returns the parameters to be used: an average of the iterates, or the last one. */
  INDArray answer(INDArray parameters);
}
