/**
 * What people look at: run logs ({@code monitor.log}), charts ({@code monitor.chart}), the live
 * dashboard and the report ({@code monitor.web}), metrics ({@code monitor.metrics}) and the command
 * line ({@code monitor.cli}).
 *
 * <p>Everything is fed by {@link io.github.gns4j.report.StepListener}, works on a thread of its own
 * behind a bounded queue, and can neither block nor fail the training: what does not fit is dropped
 * and counted.
 */
package io.github.gns4j.monitor;
