/** The command line: report, compare, tail, export and serve run logs. */
package io.github.gns4j.monitor.cli;
