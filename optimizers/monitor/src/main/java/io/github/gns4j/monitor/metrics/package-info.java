/**
 * Runs for the tools of operators: Micrometer meters, Flight Recorder events, log messages.
 * Listeners here work on the training thread and take well under a microsecond, log messages
 * excepted, which are written for decisions only.
 */
package io.github.gns4j.monitor.metrics;
