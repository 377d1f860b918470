/** Pictures of runs, PNG and SVG, drawn with XChart. */
package io.github.gns4j.monitor.chart;
