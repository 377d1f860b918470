/**
 * Event files that TensorBoard reads: {@link io.github.gns4j.monitor.tensorboard.TensorBoardLog}
 * writes them while a run goes on or from a run log.
 */
package io.github.gns4j.monitor.tensorboard;
