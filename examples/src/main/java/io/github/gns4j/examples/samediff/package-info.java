/** A SameDiff graph of one's own with a noise-aware updater in its training configuration. */
package io.github.gns4j.examples.samediff;
