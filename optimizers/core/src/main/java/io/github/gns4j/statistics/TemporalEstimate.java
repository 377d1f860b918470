package io.github.gns4j.statistics;

/**
 * What one step shows of the noise by comparison with the running mean of the steps before it.
 *
 * @param traceSigma {@code (q − |m|²)/(u − d)}; at least 0 up to rounding
 * @param signalSquared {@code (u|m|² − d·q)/(u − d)}; may be negative, and must stay so inside
 *     every average
 * @param samples samples of the step
 * @param window steps over which estimates of neighbouring steps are correlated, at least 1
 */
public record TemporalEstimate(
    double traceSigma, double signalSquared, long samples, double window) {}
