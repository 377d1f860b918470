/**
 * The gradient of a step: how its batch divides into micro-batches and how their gradients are
 * gathered into one mean, with the sums that say how much they differ. First in the flow gradient →
 * statistics → noise → policy → step → report.
 */
package io.github.gns4j.gradient;
