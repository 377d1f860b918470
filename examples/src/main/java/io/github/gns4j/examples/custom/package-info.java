/**
 * A training loop of one's own, without DL4J: {@link io.github.gns4j.examples.custom.CustomLoop}.
 */
package io.github.gns4j.examples.custom;
