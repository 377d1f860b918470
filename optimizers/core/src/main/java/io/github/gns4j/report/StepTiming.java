package io.github.gns4j.report;

/**
 * Where the seconds of a step went.
 *
 * @param data waiting for and preparing samples
 * @param backprop forward and backward passes
 * @param reduce accumulation and statistics
 * @param step parameter update
 * @param total from the end of the step before to the end of this one; more than the sum of the
 *     parts by a probe of the step length, if the step before was probed
 */
public record StepTiming(double data, double backprop, double reduce, double step, double total) {}
