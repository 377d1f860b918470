/** Saving and restoring the state of everything that learns from a run, bit for bit. */
package io.github.gns4j.state;
