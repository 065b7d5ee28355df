package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.cli.SandWorld.Ended;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ErrorsIT extends SandboxFixture {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "info nowhere | not-found | nowhere | 125",
        "exec nowhere true | not-found | nowhere | 125",
        "rm nowhere | not-found | nowhere | 125",
        "logs BOX cmd-none | not-found | cmd-none | 125",
        "kill BOX cmd-none | not-found | cmd-none | 125",
        "resume BOX | wrong-state | unning | 125",
        "start BOX | wrong-state | unning | 125",
        "create --image no-such-template | invalid-request | no-such-template | 125",
        "create --snapshot no-such-snapshot | not-found | no-such-snapshot | 125",
        "create -v /root/../proc:/x | invalid-request | /proc | 125",
        "create --network everything | usage | 'everything' | 2",
        "create --memory lots | usage | 'lots' | 2",
        "create --cpu none | usage | 'none' | 2",
        "create --pids 0 | usage | '0' | 2",
        "create --timeout 30 | usage | '30' | 2",
        "create -v nopath | usage | 'nopath' | 2",
        "create -e =x | usage | '=x' | 2",
        "create --env-file /no/such/file | local-file | /no/such/file | 125",
        "exec --user a:b BOX true | usage | 'a:b' | 2",
        "wait BOX --state asleep | usage | 'asleep' | 2",
        "kill -s NOPE BOX 1 | usage | 'NOPE' | 2",
        "code BOX /no/such.py | local-file | /no/such.py | 125",
        "rm | usage | names | 2",
        "rm --all --no-input | usage | --yes | 2",
        "--provider nowhere ls | configuration | nowhere | 125"
      })
  void aMistakeIsOneLineAndOneJsonObject(String line, String kind, String part, int code)
      throws Exception {
    String[] arguments = line.replace("BOX", box).split(" ");
    Ended text = world.run(arguments);
    assertThat(text.exitCode()).as(text.errText()).isEqualTo(code);
    assertThat(text.out()).isEmpty();
    assertThat(text.errText()).startsWith("sand: ").contains(part);
    assertThat(text.errText().lines().count()).isLessThanOrEqualTo(2);
    List<String> asJson = new ArrayList<>(List.of("-o", "json"));
    asJson.addAll(List.of(arguments));
    Ended json = world.run(asJson.toArray(String[]::new));
    assertThat(json.exitCode()).isEqualTo(code);
    assertThat(json.error().get("kind").asText()).isEqualTo(kind);
    assertThat(json.error().get("message").asText()).contains(part);
    assertThat(json.error().get("exitCode").asInt()).isEqualTo(code);
  }

  @Test
  void anAmbiguousPrefixIsRefusedWithWhatItFits() throws Exception {
    List<String> ids = new ArrayList<>();
    // By the pigeonhole principle two of them begin alike, if ids are hexadecimal.
    while (ids.stream().map(id -> id.substring(0, 1)).distinct().count() == ids.size()) {
      ids.add(world.create("-l", "many=yes"));
    }
    String last = ids.get(ids.size() - 1);
    Ended run = world.run("-o", "json", "info", last.substring(0, 1));
    assertThat(run.exitCode()).isEqualTo(125);
    assertThat(run.error().get("kind").asText()).isEqualTo("ambiguous");
    assertThat(run.error().get("hint").asText()).contains(last);
    assertThat(world.run("rm", "-l", "many=yes").exitCode()).isZero();
  }

  @Test
  void aProviderThatIsDownIsNamed() throws Exception {
    ProcessBuilder sand = world.sand("ls", "--provider", "opensandbox", "-o", "json");
    sand.environment().put("SANDGLASS_URL", "http://127.0.0.1:9");
    Ended run = world.end(world.start(sand), new byte[0]);
    assertThat(run.exitCode()).isEqualTo(125);
    assertThat(run.error().get("kind").asText()).isEqualTo("provider-unreachable");
    assertThat(run.error().get("message").asText()).contains("127.0.0.1:9");
  }

  @Test
  void anEngineThatCannotStartIsExplained() throws Exception {
    ProcessBuilder sand = world.sand("ls", "-o", "json");
    sand.environment().put("XDG_STATE_HOME", "/proc/no");
    sand.environment().put("XDG_RUNTIME_DIR", "/proc/no");
    Ended run = world.end(world.start(sand), new byte[0]);
    assertThat(run.exitCode()).isEqualTo(125);
    assertThat(run.error().get("kind").asText()).isEqualTo("engine-unavailable");
  }

  @Test
  void theTraceComesOnlyWhenAskedFor() {
    assertThat(world.run("info", "nowhere").errText()).doesNotContain("\tat ");
    ProcessBuilder sand = world.sand("info", "nowhere");
    sand.environment().put("LOG_LEVEL", "debug");
    assertThat(world.end(world.start(sand), new byte[0]).errText()).contains("\tat dev.sandglass");
  }

  @Test
  void aListWhoseReaderIsGoneEndsQuietly() throws Exception {
    Process sand = world.start(world.sand("ls"));
    sand.getInputStream().close();
    assertThat(sand.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(sand.getErrorStream().readAllBytes()).isEmpty();
    assertThat(sand.exitValue()).isEqualTo(141);
  }

  @Test
  void aNameWithControlCharactersReachesNoTerminal() {
    Ended run = world.run("create", "--name", "evil\u001b[31m");
    assertThat(run.errText() + run.outText()).doesNotContain("\u001b");
    world.run("rm", "--ignore-not-found", "evil\u001b[31m");
  }
}
