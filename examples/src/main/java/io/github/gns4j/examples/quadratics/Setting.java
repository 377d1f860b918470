package io.github.gns4j.examples.quadratics;

/**
 * SGD with a fixed rate and batch, heavy-ball form {@code v ← μv + g, x ← x − ηv}.
 *
 * @param rate η
 * @param momentum μ
 * @param batch samples a step
 */
record Setting(double rate, double momentum, int batch) {}
