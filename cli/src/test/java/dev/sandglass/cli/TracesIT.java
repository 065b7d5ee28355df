package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.cli.SandWorld.Ended;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Traces that programs in sandboxes told, as commands show them. */
final class TracesIT {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  /** A program that tells two spans; one has a name that would colour the terminal. */
  private static final String PROGRAM =
      """
      import json, os, time, urllib.request
      now = time.time_ns()
      def span(id, parent, name, start, end, status):
          return {'traceId': '%s', 'spanId': id, 'parentSpanId': parent, 'name': name, 'kind': 2,
                  'startTimeUnixNano': str(start), 'endTimeUnixNano': str(end), 'status': status,
                  'attributes': [{'key': 'http.route', 'value': {'stringValue': '/x'}}]}
      told = json.dumps({'resourceSpans': [{
          'resource': {'attributes': [{'key': 'service.name', 'value': {'stringValue': 'shop'}}]},
          'scopeSpans': [{'spans': [
              span('1112131415161718', '', 'GET /x', now, now + 20000000, {}),
              span('2122232425262728', '1112131415161718', '\\x1b[31mquery', now + 5000000,
                   now + 10000000, {'code': 2, 'message': 'no such\\x07 table'})]}]}]})
      urllib.request.urlopen(urllib.request.Request(
          os.environ['OTEL_EXPORTER_OTLP_ENDPOINT'] + '/v1/traces', told.encode(),
          {'Content-Type': 'application/json'})).read()
      """
          .formatted(TRACE);

  private static SandWorld world;
  private static String id;

  @BeforeAll
  static void tell() throws IOException {
    world = new SandWorld();
    world.create("--name", "box");
    id = world.succeed("info", "box", "-o", "json").json().get("id").asText();
    world.succeed("exec", "box", "--", "/usr/bin/python3", "-c", PROGRAM);
    SandWorld.until("the trace", () -> json("traces", "box", "-o", "json").size() == 1);
  }

  @AfterAll
  static void delete() throws IOException {
    world.close();
  }

  private static JsonNode json(String... arguments) {
    try {
      return world.succeed(arguments).json();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void tracesAreListed() {
    JsonNode trace = json("traces", "box", "-o", "json").get(0);
    assertThat(trace.get("traceId").asText()).isEqualTo(TRACE);
    assertThat(trace.get("rootSpanName").asText()).isEqualTo("GET /x");
    assertThat(trace.get("spanCount").asInt()).isEqualTo(2);
    assertThat(trace.get("durationMs").asDouble()).isEqualTo(20);
    assertThat(trace.get("statusCode").asText()).isEqualTo("ERROR");
    assertThat(world.succeed("traces", "box").outText())
        .contains("TRACE ID", TRACE, "20.0 ms", "GET /x");
    assertThat(world.succeed("traces", id, "-o", "name").outText()).isEqualTo(TRACE + "\n");
    assertThat(json("traces", "box", "--since", "2100-01-01T00:00:00Z", "-o", "json")).isEmpty();
  }

  @Test
  void oneTraceIsAWaterfallWithoutEscapes() {
    String shown = world.succeed("traces", "box", TRACE).outText();
    assertThat(shown).contains("SPAN", "shop", "5.0 ms", "··········██████████··········");
    assertThat(shown).contains("\n  ").contains("query").contains("ERROR: no such");
    assertThat(shown).doesNotContain("\u001b").doesNotContain("\u0007");
    JsonNode spans = json("traces", "box", TRACE.toUpperCase(java.util.Locale.ROOT), "-o", "json");
    assertThat(spans).hasSize(2);
    assertThat(spans.get(1).get("parentSpanId").asText()).isEqualTo("1112131415161718");
    assertThat(spans.get(1).get("spanAttributes").get("http.route").asText()).isEqualTo("/x");
    assertThat(spans.get(0).get("resourceAttributes").get("sandbox.id").asText()).isEqualTo(id);
    assertThat(world.succeed("traces", "box", TRACE, "-o", "yaml").outText())
        .contains("spanName: \"GET /x\"")
        .doesNotContain("\u001b");
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThat(world.run("traces", "box", "xyz").exitCode()).isEqualTo(2);
    assertThat(world.run("traces", "box", "--limit", "0").exitCode()).isEqualTo(2);
    Ended missing = world.run("traces", "box", "f".repeat(32));
    assertThat(missing.exitCode()).isEqualTo(125);
    assertThat(missing.errText()).contains("there is no trace");
  }

  @Test
  void aSandboxThatIsGoneStillHasItsTraces() throws IOException {
    String gone = world.create("--name", "short");
    String goneId = world.succeed("info", "short", "-o", "json").json().get("id").asText();
    assertThat(gone).isNotEmpty();
    world.succeed("exec", "short", "--", "/usr/bin/python3", "-c", PROGRAM);
    SandWorld.until("the trace", () -> json("traces", "short", "-o", "json").size() == 1);
    world.succeed("rm", "short", "--yes");
    assertThat(json("traces", goneId, TRACE, "-o", "json")).hasSize(2);
  }
}
