/**
 * What tests of kernels and optimizers share: the reference files ({@link
 * io.github.gns4j.testkit.GoldenFiles}) and the tolerances they are compared with.
 */
package io.github.gns4j.testkit;
