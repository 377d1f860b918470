/**
 * Decisions: the learning rate of the next step and the size of the batches after it, each with its
 * reason in words and numbers. Fourth in the flow gradient → statistics → noise → policy → step →
 * report.
 */
package io.github.gns4j.policy;
