package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandglass.cli.console.Console.Terminals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs of sand say about themselves, and when they say nothing. */
final class UsageReportTest {
  private static final Terminals PERSON = new Terminals(true, true, true);
  private static final String NOTICE = "sand telemetry disable";

  @TempDir private Path home;

  private UsageFiles files() {
    return UsageFiles.of(home);
  }

  private Recorded atTerminal(String... arguments) {
    return Recorded.run(home, Map.of(), PERSON, arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version | version | version | | ok | ",
        "version -o json | version | version | --output | ok | ",
        "-q --no-input version | version | version | --no-input --quiet | ok | ",
        "help fs ls | fs ls | fs ls | --help | ok | ",
        "--version | sand | sand | --version | ok | ",
        "config get provider | config get | config get | | ok | ",
        "config get telemetry.id.secret | config get | config get | | usage-error | usage",
        "config get defaults.memory | config get | config get | | failed | not-set",
        "--provider secret ls | ls | ls | --provider | failed | configuration",
        "secret | invalid-command | invalid-command | | usage-error | usage",
        "fs secret | invalid-command | invalid-command | | usage-error | usage",
        "ls --secret | ls | ls | | usage-error | usage",
        "ps secret other | ps | ps | | usage-error | usage",
        "run --memory=secret -e A=secret -- secret | run | run | | usage-error | usage"
      })
  void aRunIsOneEventInWordsOfTheModel(
      String line, String command, String called, String options, String outcome, String kind) {
    files().consent();
    Recorded.run(home, line.split(" "));
    assertThat(files().waiting()).hasSize(1);
    JsonNode event = files().last("command");
    assertThat(event.path("command").asText()).isEqualTo(command);
    assertThat(event.path("called_as").asText()).isEqualTo(called);
    assertThat(event.path("outcome").asText()).isEqualTo(outcome);
    assertThat(event.path("error_kind").asText("")).isEqualTo(kind == null ? "" : kind);
    StringBuilder names = new StringBuilder();
    event.path("options").forEach(name -> names.append(name.asText()).append(' '));
    assertThat(names.toString().strip()).isEqualTo(options == null ? "" : options);
    assertThat(event.path("cli_id").asText()).isEqualTo(UsageFiles.ID);
    assertThat(files().everything()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "telemetry status",
        "telemetry show",
        "telemetry log",
        "telemetry schema",
        "telemetry secret",
        "telemetry status --secret",
        "completion bash"
      })
  void whatIsAboutTelemetryOrForShellsIsNoEvent(String line) {
    files().consent();
    Recorded.run(home, line.split(" "));
    assertThat(files().waiting()).isEmpty();
  }

  @Test
  void theNoticeComesOnceAndNothingIsRecordedBeforeTheNextRun() {
    Recorded first = atTerminal("config", "path");
    assertThat(first.err()).contains(NOTICE);
    assertThat(first.out()).isEqualTo(Recorded.run(home, "config", "path").out());
    assertThat(first.exitCode()).isZero();
    // The second run above found that somebody had been told.
    assertThat(files().waiting()).hasSize(1);
    assertThat(atTerminal("config", "path").err()).isEmpty();
    assertThat(files().waiting()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version",
        "config path -o json",
        "config path -o yaml",
        "config path -q",
        "--version",
        "--help",
        "ls --help",
        "help ls",
        "help",
        "completion bash",
        "telemetry status",
        "telemetry secret",
        "config get output --secret -o json"
      })
  void theNoticeDoesNotComeWhereItIsInTheWay(String line) throws IOException {
    Recorded run = atTerminal(line.split(" "));
    assertThat(run.err() + run.out()).doesNotContain("sand counts");
    assertThat(files().telemetry().resolve("notice")).doesNotExist();
    assertThat(files().waiting()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"false,false", "true,false", "false,true"})
  void theNoticeComesOnlyWhereAPersonSeesIt(boolean out, boolean err) {
    Recorded run = Recorded.run(home, Map.of(), new Terminals(true, out, err), "config", "path");
    assertThat(run.err()).isEmpty();
    Recorded.run(home, Map.of(), new Terminals(true, out, err), "config", "path");
    assertThat(files().telemetry()).doesNotExist();
    assertThat(files().settings()).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "DO_NOT_TRACK, 1, off, do-not-track",
    "DO_NOT_TRACK, 0, on, settings",
    "SANDGLASS_TELEMETRY, off, off, variable",
    "SANDGLASS_TELEMETRY, No, off, variable",
    "SANDGLASS_TELEMETRY, ON, on, variable",
    "SANDGLASS_TELEMETRY, log, log, variable",
    "CI, true, on, settings"
  })
  void theFirstSourceDecidesAndStatusSaysWhich(
      String name, String value, String state, String source) throws IOException {
    files().consent();
    Map<String, String> variables = Map.of(name, value);
    Recorded status = Recorded.run(home, variables, PERSON, "telemetry", "status", "-o", "json");
    JsonNode json = new ObjectMapper().readTree(status.out());
    assertThat(json.path("state").asText()).isEqualTo(state);
    assertThat(json.path("decidedBy").path("source").asText()).isEqualTo(source);
    String where = source.equals("settings") ? files().settings() + ":2" : name;
    assertThat(json.path("decidedBy").path("where").asText()).isEqualTo(where);
    Recorded run = Recorded.run(home, variables, PERSON, "version");
    assertThat(files().waiting()).hasSize(state.equals("on") ? 1 : 0);
    assertThat(run.err().contains("\"command\":\"version\"")).isEqualTo(state.equals("log"));
  }

  @Test
  void inContinuousIntegrationNothingIsToldOrRecorded() {
    Map<String, String> variables = Map.of("GITHUB_ACTIONS", "true");
    assertThat(Recorded.run(home, variables, PERSON, "config", "path").err()).isEmpty();
    assertThat(files().telemetry()).doesNotExist();
    assertThat(atTerminal("config", "path").err()).contains(NOTICE);
    Recorded.run(home, variables, PERSON, "config", "path");
    assertThat(files().waiting()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{{",
        "telemetry: no\n",
        "telemetry: off\n",
        "telemetry:\n  enable: false\n",
        "telemetry:\n  enabled: maybe\n",
        "telemetry:\n  enabled: true\n  id: me\n",
        "telemetry: {enabled: false}\n",
        "telemetry:\n  enabled: true\ntelemetry:\n  enabled: true\n"
      })
  void settingsInDoubtAreOffWithoutAWord(String text) {
    atTerminal("config", "path"); // shows the notice
    files().configure(text);
    Recorded run = atTerminal("config", "path");
    Recorded without = Recorded.run(home, Map.of("DO_NOT_TRACK", "1"), PERSON, "config", "path");
    assertThat(run.err()).isEqualTo(without.err());
    assertThat(run.exitCode()).isEqualTo(without.exitCode());
    assertThat(files().waiting()).isEmpty();
  }

  @Test
  void oddlyWrittenSettingsAreUnderstoodAndNotComplainedAboutTwice() throws IOException {
    String id = ", id: " + UsageFiles.ID;
    files().configure("unknown: 1\ntelemetry: {enabled: true" + id + "}\n");
    assertThat(atTerminal("version").err().lines()).hasSize(1);
    assertThat(files().waiting()).hasSize(1);
    files().configure("unknown: 1\ntelemetry: {enabled: false" + id + "}\n");
    atTerminal("version");
    assertThat(files().waiting()).hasSize(1);
  }

  @Test
  void disablingForgetsEverythingAtOnceAndSaysNoGoodbye() throws IOException {
    files().consent();
    Recorded.run(home, "version");
    Recorded.run(home, "telemetry", "disable");
    assertThat(files().waiting()).isEmpty();
    assertThat(files().everything()).doesNotContain(UsageFiles.ID);
    assertThat(files().settings()).hasContent("telemetry:\n  enabled: false");
    Recorded.run(home, "version");
    assertThat(files().waiting()).isEmpty();
    Recorded.run(home, "telemetry", "enable");
    assertThat(files().waiting()).isEmpty();
    Recorded.run(home, "version");
    assertThat(files().last("command").path("cli_id").asText()).isNotEqualTo(UsageFiles.ID);
  }

  @Test
  void resettingTakesANewIdAndForgetsWhatWaits() throws IOException {
    files().consent();
    Recorded.run(home, "version");
    Recorded.run(home, "telemetry", "reset");
    assertThat(files().waiting()).isEmpty();
    assertThat(Files.readString(files().settings())).contains("id: ").doesNotContain(UsageFiles.ID);
  }

  @Test
  void insideASandboxTheIdIsTheOneHandedDown() {
    Map<String, String> inside =
        Map.of("SANDGLASS_CLI_ID", UsageFiles.ID, "SANDGLASS_TELEMETRY", "on");
    Recorded.run(home, inside, Terminals.NONE, "version");
    JsonNode event = files().last("command");
    assertThat(event.path("cli_id").asText()).isEqualTo(UsageFiles.ID);
    assertThat(event.path("source").asText()).isEqualTo("sandbox");
    assertThat(files().settings()).doesNotExist();
  }
}
