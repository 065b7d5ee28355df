package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.sandglass.cli.console.Console.Terminals;
import dev.sandglass.cli.telemetry.Schema;
import dev.sandglass.scrubber.HostileInputs;
import dev.sandglass.telemetry.upload.UploaderProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever sand is given, in whatever place, none of it is in what waits or in what is sent. Each
 * input is given in every place that takes text, and what is kept is searched for all of them.
 */
final class HostileUsageIT {
  /** Shorter ones, such as a lone dot, are part of any text. */
  private static final int TELLING = 4;

  /** So many inputs between two uploads that the queue, which holds 500 files, is never full. */
  private static final int AT_ONCE = 20;

  @TempDir private Path home;
  private HttpServer provider;
  private Map<String, String> environment;

  @BeforeEach
  void start() throws IOException {
    UsageFiles.of(home).consent();
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext(
        "/",
        exchange -> {
          // An error text may repeat what was asked for.
          String path = exchange.getRequestURI().toString();
          byte[] body =
              ("{\"code\":\"X\",\"message\":\"" + path.replaceAll("[\"\\\\]", "") + "\"}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    provider.start();
    environment = new HashMap<>();
    environment.put("SANDGLASS_PROVIDER", "opensandbox");
    environment.put("SANDGLASS_URL", "http://127.0.0.1:" + provider.getAddress().getPort());
    environment.put("SANDGLASS_TELEMETRY_KEY", "phc_test");
  }

  @AfterEach
  void stop() {
    provider.stop(0);
  }

  private void run(String... arguments) {
    Recorded.run(home, environment, Terminals.NONE, arguments);
  }

  private void giveEverywhere(String input) {
    run(input);
    run("fs", input);
    run("help", input);
    run("ls", "--" + input);
    run("--provider", input, "ls");
    run("ls", "-l", "label=" + input);
    run("info", input);
    run("create", "--image", input, "--name", input, "-e", "V=" + input, "--", input);
    run("exec", input, "-w", input, "--", input, input);
    run("fs", "cat", input, "/" + input);
    run("snapshot", "info", input);
    run("config", "set", input, input);
    run("api", "GET", "/" + input);
    run("api", input, "/sandboxes/" + input + "/pause?state=" + input, "-H", "X: " + input);
  }

  @Test
  void nothingOfItIsInWhatWaitsOrInWhatIsSent() throws IOException {
    List<String> inputs = HostileInputs.all();
    assertThat(inputs).hasSizeGreaterThan(300);
    StringBuilder kept = new StringBuilder();
    int events = 0;
    try (Collector collector = new Collector(200)) {
      environment.put("SANDGLASS_TELEMETRY_HOST", collector.url());
      // No uploader in the background: it would take what is counted here.
      environment.put(UploaderProcess.GUARD, "1");
      for (int i = 0; i < inputs.size(); i++) {
        environment.put("SANDGLASS_IMAGE", inputs.get(i));
        giveEverywhere(inputs.get(i));
        environment.remove("SANDGLASS_IMAGE");
        if (i % AT_ONCE == 0 || i == inputs.size() - 1) {
          events += UsageFiles.of(home).waiting().size();
          kept.append(UsageFiles.of(home).everything());
          run("telemetry", "flush");
          kept.append(UsageFiles.of(home).everything());
          assertThat(UsageFiles.of(home).waiting()).isEmpty();
        }
      }
      kept.append(collector.everything());
      assertThat(collector.bodies()).isNotEmpty();
    }
    assertThat(events).isGreaterThan(inputs.size() * 10);
    String everything = kept.toString();
    assertThat(everything).contains("\"invalid-command\"").doesNotContain("jane", "hunter2");
    for (String input : inputs) {
      assertThat(isIn(everything, input)).as(input).isFalse();
    }
  }

  /** Whether a text holds an input, as it is or as JSON or a URL would write it. */
  private static boolean isIn(String everything, String input) throws JsonProcessingException {
    if (input.length() < TELLING) {
      return false;
    }
    String quoted = new ObjectMapper().writeValueAsString(input);
    // Part of a declared word, as "creat" is: then only the whole input tells.
    String sought = Schema.text().contains(input) ? quoted : input;
    return everything.contains(sought)
        || everything.contains(quoted)
        || everything.contains(URLEncoder.encode(input, StandardCharsets.UTF_8))
            && !Schema.text().contains(input);
  }
}
