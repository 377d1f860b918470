/**
 * The optimizers: which kernel takes the step and what it keeps between steps. Fifth in the flow
 * gradient → statistics → noise → policy → step → report.
 */
package io.github.gns4j.step;
