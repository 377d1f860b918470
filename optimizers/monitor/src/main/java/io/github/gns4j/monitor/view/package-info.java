/**
 * A run as people see it: a bounded number of points over the whole of it, however long it is, its
 * decisions, and in one sentence how the batch stands to the critical one. The dashboard, the
 * report and the charts all draw from {@link io.github.gns4j.monitor.view.History}.
 */
package io.github.gns4j.monitor.view;
