package io.github.gns4j.monitor.log;

import io.github.gns4j.report.AuditReport;
import io.github.gns4j.report.MetricReport;
import io.github.gns4j.report.StepReport;
import java.util.Objects;

/** A listener that hands all it is told to a {@link Feed}. Safe for several threads. */
public abstract class FedListener implements RunListener {
  private final Feed feed;

  /** For subclasses; the feed is closed with the listener. */
  protected FedListener(Feed feed) {
    this.feed = Objects.requireNonNull(feed, "feed");
  }

  /** Returns the number of events lost so far. */
  public final long dropped() {
    return feed.dropped();
  }

  @Override
  public final void onStep(StepReport report) {
    feed.onStep(report);
  }

  @Override
  public final void onPlainStep(PlainStep step) {
    feed.onPlainStep(step);
  }

  @Override
  public final void onMetric(MetricReport metric) {
    feed.onMetric(metric);
  }

  @Override
  public final void onAudit(AuditReport audit) {
    feed.onAudit(audit);
  }

  @Override
  public final void onClose() {
    feed.onClose();
  }
}
