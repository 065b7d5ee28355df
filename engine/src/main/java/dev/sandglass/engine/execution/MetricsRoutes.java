package dev.sandglass.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.lifecycle.LiveSandbox;
import dev.sandglass.engine.server.BlockingOutput;
import dev.sandglass.engine.server.BlockingWork;
import dev.sandglass.engine.server.SandboxRoutes;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Execd's {@code /ping} and {@code /metrics}. */
final class MetricsRoutes {
  private static final long WATCH_MILLIS = 2_000;

  private final BlockingWork work;
  private final Executions executions;

  MetricsRoutes(BlockingWork work, Executions executions) {
    this.work = work;
    this.executions = executions;
  }

  void mount(Router execd) {
    execd.get("/ping").handler(context -> context.response().end());
    execd
        .get("/metrics")
        .handler(
            context -> {
              LiveSandbox sandbox = SandboxRoutes.sandbox(context);
              work.json(context, 200, () -> measure(sandbox));
            });
    execd
        .get("/metrics/watch")
        .handler(
            context -> {
              LiveSandbox sandbox = SandboxRoutes.sandbox(context);
              work.stream(context, stream -> watch(sandbox, stream));
            });
  }

  private JsonNode measure(LiveSandbox sandbox) throws InterruptedException {
    Metrics metrics = executions.of(sandbox).metrics();
    synchronized (metrics) {
      TimeUnit.NANOSECONDS.timedWait(metrics, metrics.untilReady());
      return metrics.measure();
    }
  }

  /** A line of JSON every two seconds, until the client or the sandbox is gone. */
  private void watch(LiveSandbox sandbox, BlockingWork.Stream stream)
      throws IOException, InterruptedException {
    Admission.Permit permit = executions.of(sandbox).admission().acquire();
    try {
      var metrics = new Metrics(sandbox);
      BlockingOutput output =
          stream.begin(
              200, Map.of("Content-Type", "text/event-stream", "Cache-Control", "no-cache"));
      var end = CompletableFuture.anyOf(output.closed(), sandbox.holder().ended());
      while (!end.isDone()) {
        try {
          end.get(WATCH_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          byte[] line = Json.bytes(metrics.measure());
          byte[] ended = Arrays.copyOf(line, line.length + 1);
          ended[line.length] = '\n';
          output.write(ended);
        } catch (ExecutionException e) {
          throw new IOException("cannot tell whether the sandbox runs", e);
        }
      }
    } finally {
      permit.close();
    }
  }
}
