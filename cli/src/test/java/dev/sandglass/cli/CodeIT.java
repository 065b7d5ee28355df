package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.cli.SandWorld.Ended;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

final class CodeIT extends SandboxFixture {
  @Test
  void codeKeepsItsStateAndFailsWith1() throws Exception {
    assertThat(world.run("code", box, "-c", "x = 6 * 7\nprint(x)").outText()).isEqualTo("42\n");
    Ended file =
        world.run("code", box, Files.writeString(world.root().resolve("f.py"), "x + 1").toString());
    assertThat(file.outText()).isEqualTo("43\n");
    Ended failed = world.run("code", box, "-c", "1 / 0");
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.errText()).contains("ZeroDivisionError");
    JsonNode document = world.run("code", box, "-o", "json", "-c", "1 / 0").json();
    assertThat(document.get("error").get("name").asText()).isEqualTo("ZeroDivisionError");
    Ended bash = world.run("echo $((20 + 3))".getBytes(), "code", box, "-", "--lang", "bash");
    assertThat(bash.outText()).isEqualTo("23\n");
  }

  @Test
  void aLanguageThatIsMissingIsAnError() throws Exception {
    Ended run = world.run("code", "-o", "json", box, "--lang", "cobol", "-c", "x");
    assertThat(run.exitCode()).isEqualTo(125);
    assertThat(run.error().get("kind").asText()).isEqualTo("invalid-request");
    assertThat(run.error().get("message").asText()).contains("cobol");
  }
}
