/** Whole training steps: forward and backward pass, statistics, decision, update. */
package io.github.gns4j.benchmarks.training;
