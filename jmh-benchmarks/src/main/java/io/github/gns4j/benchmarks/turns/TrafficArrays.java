package io.github.gns4j.benchmarks.turns;

import io.github.gns4j.benchmarks.OptimizerArrays;

/**
 * Arrays that are moved only: traffic adds words, which leaves arbitrary numbers, NaN among them,
 * that no kernel beside it may compute with.
 */
public class TrafficArrays extends OptimizerArrays {}
