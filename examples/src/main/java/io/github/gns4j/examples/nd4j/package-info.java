/** A training loop of one's own over ND4J arrays, without a network library. */
package io.github.gns4j.examples.nd4j;
