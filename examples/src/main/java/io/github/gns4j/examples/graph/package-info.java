/**
 * A ComputationGraph with batch norm under DL4J's own {@code fit}: an attached LAMB, batches that
 * follow the noise and come in parts.
 */
package io.github.gns4j.examples.graph;
