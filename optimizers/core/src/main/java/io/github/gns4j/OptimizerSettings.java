package io.github.gns4j;

import io.github.gns4j.noise.NoiseSettings;
import io.github.gns4j.policy.BatchPolicy;
import io.github.gns4j.policy.Clipping;
import io.github.gns4j.policy.LearningRateRule;
import io.github.gns4j.policy.LearningRateSchedule;
import io.github.gns4j.policy.LossScaling;
import io.github.gns4j.report.StepListener;
import java.util.List;
import java.util.function.LongSupplier;

/** What a builder chose, whatever the optimizer; {@code probe} is null for none. */
record OptimizerSettings(
    LearningRateSchedule schedule,
    LearningRateRule rateRule,
    int baseBatch,
    BatchPolicy batch,
    int maxMicroBatch,
    Clipping clipping,
    LossScaling lossScaling,
    NoiseSettings noise,
    boolean perSegment,
    ProbeGradient probe,
    List<StepListener> listeners,
    LongSupplier nanoClock) {}
