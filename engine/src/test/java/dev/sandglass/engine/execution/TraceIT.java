package dev.sandglass.engine.execution;

import static dev.sandglass.engine.execution.EngineUnderTest.json;
import static dev.sandglass.engine.execution.EngineUnderTest.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import dev.sandglass.sandbox.http.ServerTiming;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is started for a request belongs to the trace of the request. */
@Timeout(120)
class TraceIT {
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final String OTHER = "00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-00";
  private static final String SHOW = "echo \"<$TRACEPARENT> <$TRACESTATE> <$BAGGAGE>\"";
  private static final String[] HEADERS = {
    "traceparent", TRACE, "tracestate", "a=b, c='d", "baggage", "team=red;x=1"
  };
  private static final String SHOWN = "<" + TRACE + "> <a=b, c='d> <team=red;x=1>";
  private static EngineUnderTest engine;

  @BeforeAll
  static void start() throws Exception {
    engine = new EngineUnderTest();
  }

  @AfterAll
  static void end() throws Exception {
    engine.close();
  }

  private static String shown(String path, ObjectNode body, String... headers) {
    return String.join("\n", texts(engine.events(path, body, headers), "stdout")).strip();
  }

  @Test
  void aCommandHasTheTraceOfItsRequest() {
    ObjectNode command = Json.object().put("command", SHOW);
    assertThat(shown("/command", command, HEADERS)).isEqualTo(SHOWN);
    assertThat(shown("/command", command)).isEqualTo("<> <> <>");
  }

  @Test
  void theTraceThatAClientSaysItselfIsLeftAlone() {
    ObjectNode command = Json.object().put("command", SHOW);
    command.putObject("envs").put("TRACEPARENT", OTHER);
    assertThat(shown("/command", command, HEADERS)).isEqualTo("<" + OTHER + "> <> <>");
  }

  @Test
  void whatIsNoTraceIsNoVariable() {
    ObjectNode command = Json.object().put("command", SHOW);
    for (String bad : List.of("x", TRACE + "x", TRACE.toUpperCase(Locale.ROOT))) {
      assertThat(shown("/command", command, "traceparent", bad, "baggage", "a=b"))
          .isEqualTo("<> <> <>");
    }
  }

  @Test
  void aSessionHasTheTraceOfEachRequest() {
    HttpResponse<String> created = engine.send("POST", engine.execd("/session"), "");
    String path = "/session/" + json(created).path("session_id").asText() + "/run";
    ObjectNode run = Json.object().put("command", "sh -c '" + SHOW.replace("'", "") + "'");
    assertThat(shown(path, run)).isEqualTo("<> <> <>");
    assertThat(shown(path, run, HEADERS)).isEqualTo(SHOWN);
    assertThat(shown(path, run, "traceparent", OTHER)).isEqualTo("<" + OTHER + "> <> <>");
    assertThat(shown(path, run)).isEqualTo("<> <> <>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          python     | import subprocess; print(subprocess.getoutput("%s"))
          javascript | console.log(require('child_process').execSync("%s").toString().trim())
          bash       | sh -c "%s"
          perl       | print `%s`
          ruby       | print `%s`
          php        | echo shell_exec("%s");
          """)
  void codeHasTheTraceOfEachRequest(String language, String program) {
    String show = "echo \\\"<$TRACEPARENT> <$TRACESTATE> <$BAGGAGE>\\\"";
    show = language.equals("bash") ? show.replace("$", "\\$") : show;
    show = List.of("perl", "ruby").contains(language) ? SHOW.replace("$", "\\$") : show;
    show = language.equals("php") ? show.replace("$", "\\$") : show;
    ObjectNode run = Json.object().put("code", program.formatted(show));
    HttpResponse<String> created =
        engine.send(
            "POST",
            engine.execd("/code/context"),
            Json.text(Json.object().put("language", language)));
    assumeTrue(created.statusCode() == 200, "no interpreter here");
    run.putObject("context").put("id", json(created).path("id").asText());
    assertThat(shown("/code", run)).isEqualTo("<> <> <>");
    assertThat(shown("/code", run, HEADERS)).isEqualTo(SHOWN);
    assertThat(shown("/code", run, "traceparent", OTHER)).isEqualTo("<" + OTHER + "> <> <>");
    assertThat(shown("/code", run)).isEqualTo("<> <> <>");
  }

  /** It shows what its environment says, and so does a child for which it asks for that. */
  @Test
  void codeInJavaHasTheTraceOfEachRequest() {
    String names = "List.of(\"TRACEPARENT\", \"TRACESTATE\", \"BAGGAGE\")";
    String show =
        "for (String name : "
            + names
            + ") System.out.print(\"<\" + %s + \"> \");"
            + " System.out.println();";
    String own = show.formatted("Objects.requireNonNullElse(System.getenv(name), \"\")");
    String child =
        "var builder = new ProcessBuilder(\"sh\", \"-c\", \"echo \\\"<$TRACEPARENT>\\\"\");"
            + " builder.environment();"
            + " System.out.print(new String(builder.start().getInputStream().readAllBytes()));";
    ObjectNode run = Json.object().put("code", own);
    run.putObject("context").put("language", "java");
    HttpResponse<String> begun = engine.send("POST", engine.execd("/code"), Json.text(run));
    assumeTrue(begun.statusCode() == 200, "no interpreter here");
    assertThat(shown("/code", run, HEADERS)).isEqualTo(SHOWN);
    assertThat(shown("/code", run, "traceparent", OTHER)).isEqualTo("<" + OTHER + "> <> <>");
    assertThat(shown("/code", run)).isEqualTo("<> <> <>");
    run.put("code", child);
    assertThat(shown("/code", run, HEADERS)).isEqualTo("<" + TRACE + ">");
    assertThat(shown("/code", run)).isEqualTo("<>");
  }

  @Test
  void aBackgroundCommandHasTheTraceOfItsRequest() {
    ObjectNode command = Json.object();
    command.putArray("command").add("sh").add("-c").add(SHOW + "; exec sleep 300");
    HttpResponse<String> started =
        engine.send("POST", engine.extension("/commands"), Json.text(command), HEADERS);
    assertThat(started.statusCode()).as(started.body()).isEqualTo(201);
    JsonNode about = json(started);
    String logs = engine.extension("/commands/" + about.path("id").asText() + "/logs");
    EngineUnderTest.await(() -> engine.send("GET", logs, "").body().contains(SHOWN));
  }

  @Test
  void answersSayHowLongTheEngineWorked() {
    for (String path : List.of("/v1/sandboxes", engine.execd("/files/info?path=/"))) {
      HttpResponse<String> answer = engine.send("GET", path, "");
      long most = 60_000_000_000L;
      assertThat(timing(answer.headers().firstValue(ServerTiming.HEADER).orElseThrow()))
          .as(path)
          .isBetween(0L, most);
    }
    HttpResponse<String> missing = engine.send("GET", engine.execd("/nowhere"), "");
    assertThat(missing.headers().allValues(ServerTiming.HEADER)).hasSize(1);
  }

  @Test
  void aCommandOnAWebSocketSaysHowLongItTookToBegin() throws Exception {
    SocketClient client = SocketClient.open(engine, engine.extension("/exec"));
    ObjectNode request = Json.object();
    request.putArray("command").add("true");
    client.send(request);
    assertThat(timing(client.next("started").path(ServerTiming.FIELD).asText())).isPositive();
  }

  private static long timing(String said) {
    return ServerTiming.parse(said).orElseThrow().duration().toNanos();
  }
}
