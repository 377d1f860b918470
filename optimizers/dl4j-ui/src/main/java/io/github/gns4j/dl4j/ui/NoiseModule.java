package io.github.gns4j.dl4j.ui;

import io.github.gns4j.monitor.web.RunPages;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.core.storage.StatsStorageEvent;
import org.deeplearning4j.ui.api.HttpMethod;
import org.deeplearning4j.ui.api.Route;
import org.deeplearning4j.ui.api.UIModule;
import org.deeplearning4j.ui.i18n.I18NResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the runs of {@link StatsStorageLog} at {@code /gns4j/} of Deeplearning4j's {@code
 * UIServer}, which finds this module by itself once the jar is on the class path. Whoever reaches
 * that server can read along, as with its other pages. Safe for several threads.
 */
public final class NoiseModule implements UIModule {
  private static final Logger LOG = LoggerFactory.getLogger(NoiseModule.class);
  private static final String PAGE = "/gns4j/";

  private final RunPages pages = new RunPages();
  private final StorageRuns runs = new StorageRuns(pages);

  /** For the server, which makes it through {@code ServiceLoader}. */
  public NoiseModule() {}

  @Override
  public List<String> getCallbackTypeIDs() {
    return List.of(NoiseUpdate.TYPE);
  }

  @Override
  public List<Route> getRoutes() {
    return List.of(new Route("/gns4j*", HttpMethod.GET, (_, context) -> answer(context)));
  }

  /** A path of Vert.x ignores a last slash, but the links of the page need it. */
  private void answer(RoutingContext context) {
    String path = context.request().path();
    if (path.equals(PAGE.substring(0, PAGE.length() - 1))) {
      context.response().setStatusCode(302).putHeader("Location", PAGE).end();
    } else if (!path.startsWith(PAGE)) {
      context.next();
    } else {
      RunPages.headers().forEach(context.response()::putHeader);
      // drawing a chart and streaming take their time, which is not that of the event loop
      Thread.ofVirtual()
          .name("gns4j-page")
          .start(() -> answer(context.response(), path.substring(PAGE.length())));
    }
  }

  private void answer(HttpServerResponse response, String path) {
    try {
      if (path.equals(RunPages.EVENTS)) {
        stream(response);
      } else {
        file(response, pages.find(path));
      }
    } catch (IOException | IllegalStateException e) {
      LOG.debug("a reader of {}{} has gone: {}", PAGE, path, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void file(HttpServerResponse response, Optional<RunPages.Content> content) {
    if (content.isEmpty()) {
      refuse(response, 404, "there is no such page, file or run");
    } else {
      response
          .putHeader("Content-Type", content.get().type())
          .end(Buffer.buffer(content.get().body()));
    }
  }

  private static void refuse(HttpServerResponse response, int status, String why) {
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .end(why + "\n");
  }

  private void stream(HttpServerResponse response) throws IOException, InterruptedException {
    Optional<RunPages.Reader> admitted = pages.reader();
    if (admitted.isEmpty()) {
      refuse(response, 503, "there are " + RunPages.STREAMS + " readers already");
      return;
    }
    try (RunPages.Reader reader = admitted.get();
        ResponseStream out = new ResponseStream(response)) {
      response.setChunked(true).putHeader("Content-Type", "text/event-stream; charset=utf-8");
      reader.stream(out, () -> true); // ends when the reader goes, or with the server
    }
  }

  @Override
  public void reportStorageEvents(Collection<StatsStorageEvent> events) {
    for (StatsStorageEvent event : events) {
      if (NoiseUpdate.TYPE.equals(event.getTypeID()) && event.getWorkerID() != null) {
        runs.read(event.getStatsStorage(), event.getSessionID(), event.getWorkerID());
      }
    }
  }

  @Override
  public void onAttach(StatsStorage storage) {
    runs.read(storage);
  }

  @Override
  public void onDetach(StatsStorage storage) {
    runs.forget(storage);
  }

  @Override
  public List<I18NResource> getInternationalizationResources() {
    return List.of();
  }
}
