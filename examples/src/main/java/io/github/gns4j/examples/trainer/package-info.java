/** The trainer: budget, metric, accumulation and checkpoints in one place. */
package io.github.gns4j.examples.trainer;
