/**
 * A race between optimizers: the same network, the same images, a watch for each. Begin with {@link
 * io.github.gns4j.examples.race.RaceCommand}.
 */
package io.github.gns4j.examples.race;
