/**
 * DL4J's own {@code fit} with a noise-aware updater: {@link
 * io.github.gns4j.examples.swap.OneLineSwap}.
 */
package io.github.gns4j.examples.swap;
