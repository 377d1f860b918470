package io.github.gns4j.examples.quadratics;

import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.policy.LearningRateRule;
import io.github.gns4j.policy.ProbePolicy;

/** An adaptive configuration; nothing in it knows the cost model or the target. */
enum Configuration {
  /** The batch follows noise, loss and cost at a fixed rate: {@link BatchRule#timeOptimalCabs}. */
  LOSS("time-optimal CABS, fixed rate", "CABS, rate as given") {
    @Override
    LearningRateRule rateRule() {
      return LearningRateRule.fixed();
    }

    @Override
    BatchRule batchRule(double momentum) {
      return BatchRule.timeOptimalCabs(0, momentum);
    }
  },
  /** The batch follows the noise scale and the cost, the rate follows both. */
  GAIN("time-optimal batch, AdaScale rate", "AdaScale, rate as given") {
    @Override
    LearningRateRule rateRule() {
      return LearningRateRule.adaScale();
    }

    @Override
    BatchRule batchRule(double momentum) {
      return BatchRule.timeOptimal();
    }
  },
  /** As {@link #LOSS}, and the rate finds itself. */
  FOUND_LOSS("time-optimal CABS, rate that finds itself", "CABS, rate found") {
    @Override
    LearningRateRule rateRule() {
      return LearningRateRule.fixed().withProbe(ProbePolicy.defaults());
    }

    @Override
    BatchRule batchRule(double momentum) {
      return BatchRule.timeOptimalCabs(0, momentum);
    }
  },
  /** As {@link #GAIN}, and the rate finds itself: what {@code auto()} sets for SGD. */
  FOUND_GAIN("time-optimal batch, AdaScale, rate that finds itself", "AdaScale, rate found") {
    @Override
    LearningRateRule rateRule() {
      return LearningRateRule.adaScale().withProbe(ProbePolicy.defaults());
    }

    @Override
    BatchRule batchRule(double momentum) {
      return BatchRule.timeOptimal();
    }
  };

  /** Batch at the start and base batch of the rate. */
  static final int START = 16;

  /** Largest batch. */
  static final int LARGEST = 4096;

  private final String words;
  private final String label;

  Configuration(String words, String label) {
    this.words = words;
    this.label = label;
  }

  abstract LearningRateRule rateRule();

  abstract BatchRule batchRule(double momentum);

  /** Returns the policies for SGD with {@code momentum}. */
  Policies policies(double momentum) {
    return new Policies(rateRule(), batchRule(momentum).between(1, LARGEST));
  }

  /** Returns a few words for a chart. */
  String label() {
    return label;
  }

  /** Returns the configuration in words. */
  String words() {
    return words;
  }
}
