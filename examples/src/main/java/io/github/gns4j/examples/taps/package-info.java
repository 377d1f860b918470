/** The noise of one batch, from its samples: {@link io.github.gns4j.examples.taps.PerSample}. */
package io.github.gns4j.examples.taps;
