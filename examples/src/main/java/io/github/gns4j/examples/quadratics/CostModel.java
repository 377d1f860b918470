package io.github.gns4j.examples.quadratics;

/**
 * Time of a step of {@code B} samples in units of one sample's: {@code α/β + B}.
 *
 * @param fixed {@code α/β}, samples that take as long as what does not grow with the batch
 */
record CostModel(double fixed) {
  double time(int batch) {
    return fixed + batch;
  }
}
