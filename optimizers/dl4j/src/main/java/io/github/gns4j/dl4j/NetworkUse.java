package io.github.gns4j.dl4j;

import org.deeplearning4j.nn.api.Model;

/**
 * Something done with a network that must not change it: an evaluation, a copy, a file.
 *
 * @param <T> what comes of it
 * @param <E> what it may throw
 */
@FunctionalInterface
public interface NetworkUse<T, E extends Exception> {
  /** Does it. */
  T with(Model network) throws E;
}
