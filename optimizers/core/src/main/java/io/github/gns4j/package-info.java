/**
 * Noise-aware optimizers for custom loops: {@link io.github.gns4j.NoiseAware} makes a builder, the
 * builder a {@link io.github.gns4j.NoiseAwareOptimizer}.
 *
 * <p>The packages below this one follow the data: gradient → statistics → noise → policy → step →
 * report. Each uses only those before it; the optimizer puts them together.
 */
package io.github.gns4j;
