package io.github.gns4j.monitor.web;

import com.sun.net.httpserver.HttpServer;
import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.monitor.log.Feed;
import io.github.gns4j.monitor.log.LogEntry;
import io.github.gns4j.monitor.log.PlainStep;
import io.github.gns4j.monitor.log.RunListener;
import io.github.gns4j.monitor.log.RunLogReader;
import io.github.gns4j.report.AuditReport;
import io.github.gns4j.report.MetricReport;
import io.github.gns4j.report.StepReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows runs in a browser while they go on.
 *
 * <p>It is itself a listener, for one run; {@link #run} gives listeners for further ones. It
 * listens on the loopback interface only, because whoever reaches it may look; threads of its own
 * do the work, none of which keeps the program alive. After {@link #onClose} the page stays up
 * until {@link #close} or the end of the program. Safe for several threads.
 */
public final class Dashboard implements RunListener {
  private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);
  private static final int PARTS_EVERY = 1; // what is not sent costs nothing
  private static final int CAPACITY = 8192; // 80 s of a training of 100 steps a second

  private final RunPages pages = new RunPages();
  private final List<Feed> feeds = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile boolean open = true;
  private RunListener own;

  private Dashboard(InetAddress address, int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(address, port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot serve the dashboard on port " + port + ": " + e, e);
    }
    server.createContext("/", new Site(pages, hosts(address), () -> open));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    startDaemon();
    LOG.info("dashboard at {}", uri());
  }

  /**
   * Serves a dashboard on the loopback interface.
   *
   * @param port from 0 (any that is free) to 65535
   * @throws UncheckedIOException if the port is taken
   */
  public static Dashboard onPort(int port) {
    return onAddress(InetAddress.getLoopbackAddress(), port);
  }

  /**
   * Serves a dashboard on an interface of this machine. Anyone who reaches it can read along: there
   * are no passwords.
   */
  public static Dashboard onAddress(InetAddress address, int port) {
    Arguments.closed("port", port, 0, 65_535);
    return new Dashboard(address, port);
  }

  private static Predicate<String> hosts(InetAddress address) {
    if (!address.isLoopbackAddress()) {
      return _ -> true;
    }
    Set<String> names = Set.of("localhost", "127.0.0.1", "[::1]");
    return host -> names.contains(host.replaceFirst(":\\d+$", ""));
  }

  /** Starts the server from a daemon thread: its own thread then is one, too. */
  private void startDaemon() {
    try {
      Thread.ofPlatform().daemon().start(server::start).join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns where to look. */
  public URI uri() {
    InetAddress address = server.getAddress().getAddress();
    String host = address.isLoopbackAddress() ? "localhost" : address.getHostAddress();
    return URI.create("http://" + host + ":" + server.getAddress().getPort() + "/");
  }

  /** Shows another run beside those that are there and returns its listener. */
  public RunListener run(String name) {
    LiveRun run = pages.live();
    run.accept(new LogEntry.RunStart(name, Instant.now(), 1, Map.of()));
    Feed feed = new Feed("gns4j-dashboard", CAPACITY, PARTS_EVERY, run);
    feeds.add(feed);
    return feed;
  }

  /**
   * Shows a run that was logged earlier.
   *
   * @param log its first file
   * @throws IOException if it cannot be read
   */
  public void show(Path log) throws IOException {
    RunLogReader.read(log, pages.live()::accept);
  }

  private synchronized RunListener own() {
    if (own == null) {
      own = run("run");
    }
    return own;
  }

  @Override
  public void onStep(StepReport report) {
    own().onStep(report);
  }

  @Override
  public void onPlainStep(PlainStep step) {
    own().onPlainStep(step);
  }

  @Override
  public void onMetric(MetricReport metric) {
    own().onMetric(metric);
  }

  @Override
  public void onAudit(AuditReport audit) {
    own().onAudit(audit);
  }

  /** The runs are over; the page stays. */
  @Override
  public void onClose() {
    feeds.forEach(Feed::onClose);
  }

  /** Takes the page down. */
  @Override
  public void close() {
    onClose();
    open = false;
    server.stop(0);
  }
}
