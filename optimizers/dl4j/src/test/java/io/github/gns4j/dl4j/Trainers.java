package io.github.gns4j.dl4j;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** What tests ask of trainers. */
final class Trainers {
  private Trainers() {}

  /** Returns the bytes of a checkpoint. */
  static byte[] saved(NoiseAwareTrainer trainer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    trainer.save(bytes);
    return bytes.toByteArray();
  }

  /** Returns the parameters that the network computes with while the average is lent to it. */
  static double[] averaged(NoiseAwareTrainer trainer) {
    return trainer.withAverage(Training::parameters);
  }
}
