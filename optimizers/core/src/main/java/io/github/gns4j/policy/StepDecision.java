package io.github.gns4j.policy;

/**
 * What a step does.
 *
 * @param learningRate rate of the step, schedule times gain
 * @param clock schedule clock {@code τ} at which the base rate was read
 * @param gain what the rate rule said
 * @param batch the batch size of the steps after it
 */
public record StepDecision(double learningRate, double clock, RateGain gain, BatchDecision batch) {}
