/**
 * Pictures of runs, PNG and SVG, drawn with Java 2D (and Batik's generator for SVG), so that a
 * machine without a screen can make them.
 */
package io.github.gns4j.monitor.chart;
