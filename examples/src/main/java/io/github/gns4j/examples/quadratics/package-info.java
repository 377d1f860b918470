/**
 * A study on noisy quadratics, where every curve is known: time to a target loss of an adaptive
 * configuration against the best of a full grid of fixed rate × batch, and steps against batch.
 * Time is simulated by a cost model, so that the same seed gives the same files on any machine. The
 * command is {@link io.github.gns4j.examples.quadratics.QuadraticsStudy}.
 */
package io.github.gns4j.examples.quadratics;
