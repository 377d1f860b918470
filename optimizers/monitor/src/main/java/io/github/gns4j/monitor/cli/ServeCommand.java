package io.github.gns4j.monitor.cli;

import io.github.gns4j.monitor.web.Dashboard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;

/** Shows finished runs in the dashboard. */
@CommandLine.Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Shows runs in the dashboard until the program is ended.")
final class ServeCommand implements Callable<Integer> {
  @CommandLine.Mixin private Logs logs;

  @CommandLine.Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Port on the loopback interface, 0 for any; default: ${DEFAULT-VALUE}.")
  private int port;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (Dashboard dashboard = Dashboard.onPort(port)) {
      for (Path log : logs.files()) {
        dashboard.show(log);
      }
      spec.commandLine().getOut().println(dashboard.uri());
      spec.commandLine().getOut().flush();
      new CountDownLatch(1).await(); // until the program is ended from outside
    }
    return 0;
  }
}
