/** What happened in a step and why, for people and for machines. Last in the flow. */
package io.github.gns4j.report;
