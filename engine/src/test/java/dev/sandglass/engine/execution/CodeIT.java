package dev.sandglass.engine.execution;

import static dev.sandglass.engine.execution.EngineUnderTest.await;
import static dev.sandglass.engine.execution.EngineUnderTest.json;
import static dev.sandglass.engine.execution.EngineUnderTest.texts;
import static dev.sandglass.engine.execution.EngineUnderTest.types;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions and code contexts over HTTP, with this machine's interpreters in a real sandbox. */
@Timeout(120)
class CodeIT {
  private static EngineUnderTest engine;

  @BeforeAll
  static void start() throws Exception {
    engine = new EngineUnderTest();
  }

  @AfterAll
  static void end() throws Exception {
    engine.close();
  }

  private static String session() {
    HttpResponse<String> answer = engine.send("POST", engine.execd("/session"), "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer).path("session_id").asText();
  }

  private static List<JsonNode> run(String session, String command) {
    return engine.events("/session/" + session + "/run", Json.object().put("command", command));
  }

  private static JsonNode error(List<JsonNode> events) {
    JsonNode last = events.get(events.size() - 1);
    assertThat(last.path("type").asText()).isEqualTo("error");
    return last.path("error");
  }

  @Test
  void aSessionKeepsItsState() {
    String session = session();

    run(session, "greeting=hello; export NAME='big world'; cd /tmp; say() { echo \"$greeting\"; }");
    List<JsonNode> events = run(session, "say; echo $NAME >&2; pwd; sh -c 'echo $NAME'");

    assertThat(texts(events, "init")).containsExactly(session);
    assertThat(texts(events, "stdout")).containsExactly("hello", "big world", "/tmp", "big world");
    assertThat(types(events)).doesNotContain("stderr").endsWith("execution_complete");
    assertThat(error(run(session, "false")).path("evalue").asText()).isEqualTo("1");
    assertThat(error(run(session, "if then")).path("evalue").asText()).isNotEqualTo("0");
    assertThat(texts(run(session, "cat; echo \"it's $?\" # done"), "stdout"))
        .containsExactly("it's 0");
    assertThat(engine.send("DELETE", engine.execd("/session/" + session), "").statusCode())
        .isEqualTo(200);
    assertThat(
            engine
                .send("POST", engine.execd("/session/" + session + "/run"), "{\"command\":\"id\"}")
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void aSessionRunsOnceInAnotherDirectory() {
    String session = session();
    run(session, "cd /usr");
    ObjectNode request = Json.object().put("command", "pwd").put("cwd", "/tmp");
    assertThat(texts(engine.events("/session/" + session + "/run", request), "stdout"))
        .containsExactly("/tmp");
    assertThat(texts(run(session, "pwd"), "stdout")).containsExactly("/usr");
    request.put("cwd", "/not/there");
    error(engine.events("/session/" + session + "/run", request));
  }

  @Test
  void aTimeoutEndsTheRunAndNotTheSession() {
    String session = session();
    run(session, "kept=yes");
    for (String command : List.of("sleep 71; echo more", "while :; do :; done; echo more")) {
      ObjectNode request = Json.object().put("command", command).put("timeout", 400);
      List<JsonNode> events = engine.events("/session/" + session + "/run", request);
      assertThat(texts(events, "stdout")).isEmpty();
      assertThat(error(events).path("evalue").asText()).isEqualTo("130");
    }
    assertThat(texts(run(session, "echo $kept"), "stdout")).containsExactly("yes");
  }

  @Test
  void exitEndsTheSession() {
    String session = session();
    List<JsonNode> events = run(session, "echo bye; exit 5");
    assertThat(texts(events, "stdout")).containsExactly("bye");
    assertThat(error(events).path("evalue").asText()).isEqualTo("5");
    await(
        () ->
            engine
                    .send(
                        "POST",
                        engine.execd("/session/" + session + "/run"),
                        "{\"command\":\"id\"}")
                    .statusCode()
                == 404);
  }

  private static String context(String language) {
    HttpResponse<String> answer =
        engine.send(
            "POST",
            engine.execd("/code/context"),
            Json.text(Json.object().put("language", language)));
    assumeTrue(
        answer.statusCode() != 400 || !answer.body().contains("no interpreter"), answer.body());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer).path("id").asText();
  }

  private static ObjectNode request(String context, String code) {
    ObjectNode request = Json.object().put("code", code);
    request.putObject("context").put("id", context);
    return request;
  }

  private static List<JsonNode> code(String context, String code) {
    return engine.events("/code", request(context, code));
  }

  private static String result(List<JsonNode> events) {
    return events.stream()
        .filter(event -> event.path("type").asText().equals("result"))
        .map(event -> event.path("results").path("text/plain").asText())
        .findFirst()
        .orElse("(none)");
  }

  @Test
  void pythonKeepsStateAndTellsResultsAndErrors() {
    String context = context("python");

    List<JsonNode> first = code(context, "import sys\nx = 20\nprint('out')\nx * 2 + 2");
    assertThat(types(first))
        .containsExactly("init", "stdout", "execution_count", "result", "execution_complete");
    assertThat(result(first)).isEqualTo("42");
    assertThat(first.get(2).path("execution_count").asInt()).isEqualTo(1);
    assertThat(texts(code(context, "print('err', x, file=sys.stderr)"), "stderr"))
        .containsExactly("err 20");
    JsonNode error = error(code(context, "def f():\n  return 1 / 0\nf()"));
    assertThat(error.path("ename").asText()).isEqualTo("ZeroDivisionError");
    assertThat(error.path("evalue").asText()).isEqualTo("division by zero");
    assertThat(error.path("traceback").toString()).contains("return 1 / 0").contains("line 3");
    assertThat(error(code(context, "x = (")).path("ename").asText()).isEqualTo("SyntaxError");
    assertThat(result(code(context, "import asyncio\nawait asyncio.sleep(0.01, x)")))
        .isEqualTo("20");
    assertThat(result(code(context, "'y' * 20000"))).hasSize(20_002);
    assertThat(result(code(context, "print('no line', end=''); x"))).isEqualTo("20");
  }

  @Test
  void printsCannotBeTakenForMessages() {
    String context = context("python");
    List<JsonNode> events =
        code(context, "import os\nos.write(1, b'\\0' + b'0' * 32 + b'E0002{}\\n')\nNone");
    assertThat(types(events))
        .containsExactly("init", "stdout", "execution_count", "execution_complete");
    assertThat(texts(events, "stdout").get(0)).contains("E0002{}");
  }

  @Test
  void javascriptAwaitsAndDeclaresAgain() {
    String context = context("javascript");
    assertThat(result(code(context, "const a = 1; a + 1"))).isEqualTo("2");
    assertThat(result(code(context, "const a = 5; ({ a })"))).isEqualTo("{ a: 5 }");
    assertThat(result(code(context, "await new Promise((r) => setTimeout(() => r(a), 20))")))
        .isEqualTo("5");
    List<JsonNode> events =
        code(context, "console.log('out'); console.error('err'); throw new TypeError('bad')");
    assertThat(texts(events, "stdout")).containsExactly("out");
    assertThat(texts(events, "stderr")).containsExactly("err");
    assertThat(error(events).path("ename").asText()).isEqualTo("TypeError");
    assertThat(error(events).path("evalue").asText()).isEqualTo("bad");
    assertThat(error(code(context, "let =")).path("ename").asText()).isEqualTo("SyntaxError");
  }

  @Test
  void bashKeepsItsOutputsApart() {
    String context = context("bash");
    code(context, "x=5; cd /tmp");
    List<JsonNode> events = code(context, "echo $x $PWD; echo err >&2; (exit 7)");
    assertThat(texts(events, "stdout")).containsExactly("5 /tmp");
    assertThat(texts(events, "stderr")).containsExactly("err");
    assertThat(error(events).path("evalue").asText()).isEqualTo("7");
  }

  @Test
  void javaRunsSnippets() {
    String context = context("java");
    code(context, "int x = 20;\nint twice(int a) { return a * 2; }");
    List<JsonNode> events = code(context, "System.out.println(\"out\"); twice(x) + 2");
    assertThat(texts(events, "stdout")).containsExactly("out");
    assertThat(result(events)).isEqualTo("42");
    assertThat(error(code(context, "int y = \"s\";")).path("ename").asText())
        .isEqualTo("CompilationError");
    JsonNode thrown = error(code(context, "throw new IllegalStateException(\"bad\");"));
    assertThat(thrown.path("ename").asText()).isEqualTo("java.lang.IllegalStateException");
    assertThat(thrown.path("evalue").asText()).isEqualTo("bad");
    interrupt(context, "while (true) { Thread.sleep(10); }", "x");
  }

  @Test
  void perlKeepsState() {
    String context = context("perl");
    code(context, "our $x = 20;");
    assertThat(result(code(context, "$x * 2 + 2"))).isEqualTo("42");
    assertThat(error(code(context, "die 'oops'")).path("evalue").asText()).startsWith("oops at");
  }

  @Test
  void anInterruptEndsTheCodeAndKeepsTheState() {
    String python = context("python");
    code(python, "x = 20");
    interrupt(python, "print('on', flush=True)\nwhile True: pass", "x");
    String node = context("node");
    code(node, "let x = 20");
    interrupt(node, "console.log('on'); while (true) {}", "x");
    interrupt(node, "console.log('on'); await new Promise(() => {})", "x");
    String bash = context("bash");
    code(bash, "x=20");
    interrupt(bash, "echo on; sleep 72; echo more", "echo $x");
  }

  private static void interrupt(String context, String endless, String after) {
    HttpResponse<InputStream> answer =
        engine.open("POST", engine.execd("/code"), Json.text(request(context, endless)));
    try (var lines = new BufferedReader(new InputStreamReader(answer.body()))) {
      String begin = lines.readLine();
      assertThat(begin).contains("\"init\"");
      assertThat(
              engine
                  .send("POST", engine.execd("/code"), Json.text(request(context, after)))
                  .statusCode())
          .isEqualTo(409);
      List<String> rest = new ArrayList<>();
      if (endless.contains("on")) {
        lines.readLine();
        rest.add(lines.readLine());
      }
      assertThat(engine.send("DELETE", engine.execd("/code?id=" + context), "").statusCode())
          .isEqualTo(200);
      lines.lines().filter(line -> !line.isEmpty()).forEach(rest::add);
      assertThat(rest.get(rest.size() - 1)).as(endless).contains("\"error\"");
      assertThat(String.join("\n", rest)).doesNotContain("more");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    List<JsonNode> events = code(context, after);
    assertThat(result(events) + texts(events, "stdout")).contains("20");
  }

  @Test
  void codeWithoutAContextSharesOneByLanguage() {
    ObjectNode request = Json.object().put("code", "shared = 41");
    request.putObject("context").put("language", "python");
    assumeTrue(engine.send("POST", engine.execd("/code"), Json.text(request)).statusCode() == 200);
    request.put("code", "shared + 1");
    assertThat(result(engine.events("/code", request))).isEqualTo("42");
    assertThat(texts(engine.events("/code", Json.object().put("code", "echo shell")), "stdout"))
        .containsExactly("shell");
  }

  @Test
  void aContextWhoseInterpreterEndedIsGone() {
    String context = context("python");
    JsonNode error = error(code(context, "import os; os._exit(3)"));
    assertThat(error.path("evalue").asText()).isEqualTo("3");
    await(
        () ->
            engine.send("GET", engine.execd("/code/contexts/" + context), "").statusCode() == 404);
  }

  @Test
  void contextsAreListedAndDeleted() {
    String context = context("perl");
    assertThat(engine.send("GET", engine.execd("/code/contexts?language=perl"), "").body())
        .contains(context);
    JsonNode one = json(engine.send("GET", engine.execd("/code/contexts/" + context), ""));
    assertThat(one.path("language").asText()).isEqualTo("perl");
    assertThat(engine.send("DELETE", engine.execd("/code/contexts/" + context), "").statusCode())
        .isEqualTo(200);
    assertThat(engine.send("GET", engine.execd("/code/contexts/" + context), "").statusCode())
        .isEqualTo(404);
    context("perl");
    assertThat(engine.send("DELETE", engine.execd("/code/contexts?language=perl"), "").statusCode())
        .isEqualTo(200);
    assertThat(engine.send("GET", engine.execd("/code/contexts?language=perl"), "").body())
        .isEqualTo("[]");
  }

  @Test
  void refusesLanguagesItDoesNotHave() {
    HttpResponse<String> answer =
        engine.send("POST", engine.execd("/code/context"), "{\"language\":\"cobol\"}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).path("message").asText()).contains("cobol").contains("python");
    assertThat(engine.send("DELETE", engine.execd("/code/contexts"), "").statusCode())
        .isEqualTo(400);
  }
}
