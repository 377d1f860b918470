/**
 * JMH benchmarks: every kernel and every optimizer step beside DL4J's and beside a kernel that only
 * moves the same memory, in one run. Speed is told as a ratio within a run, never as a time alone.
 */
package io.github.gns4j.benchmarks;
