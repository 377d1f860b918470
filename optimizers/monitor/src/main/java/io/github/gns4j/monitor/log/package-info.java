/**
 * The run log: one JSON object a line, one line an event; {@link
 * io.github.gns4j.monitor.log.LogSchema} documents the lines, {@link
 * io.github.gns4j.monitor.log.RunLog} writes them, {@link io.github.gns4j.monitor.log.RunLogReader}
 * reads them back.
 */
package io.github.gns4j.monitor.log;
