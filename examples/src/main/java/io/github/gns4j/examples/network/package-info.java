/** Networks that several examples train, and the layers of which they consist. */
package io.github.gns4j.examples.network;
