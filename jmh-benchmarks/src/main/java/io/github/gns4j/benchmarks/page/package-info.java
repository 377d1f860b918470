/**
 * From JMH's JSON to pages, charts and the numbers in the text of the documentation. Nothing here
 * measures; the same results always give the same pages.
 */
package io.github.gns4j.benchmarks.page;
