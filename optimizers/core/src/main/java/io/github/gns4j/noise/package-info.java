/**
 * The estimate of the gradient noise scale {@code B_noise = tr Σ / |G|²} over many steps, with its
 * confidence interval. Third in the flow gradient → statistics → noise → policy → step → report.
 */
package io.github.gns4j.noise;
