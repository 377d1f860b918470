/** The program that {@code examples/run} starts, and its commands. */
package io.github.gns4j.examples;
