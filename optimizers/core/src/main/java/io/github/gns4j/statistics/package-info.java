/**
 * Unbiased statistics of the gradient of one step or of a window of steps, in double precision on
 * the host, from a handful of sums that the kernels return. Second in the flow gradient →
 * statistics → noise → policy → step → report.
 */
package io.github.gns4j.statistics;
