/**
 * The dashboard as a page of Deeplearning4j's own user interface. {@link
 * io.github.gns4j.dl4j.ui.StatsStorageLog} writes a run into a {@code StatsStorage}, as {@code
 * StatsListener} does; {@link io.github.gns4j.dl4j.ui.NoiseModule} shows what it finds there at
 * {@code /gns4j/}.
 */
package io.github.gns4j.dl4j.ui;
