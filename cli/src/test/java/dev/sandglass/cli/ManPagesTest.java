package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.cli.reference.ManPages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What reads man pages takes ours; that they are fresh is for {@link GeneratedFilesTest}. */
final class ManPagesTest {
  static final Path DIRECTORY = Path.of("../docs/man");

  private final Map<String, String> generated = ManPages.of(GeneratedFilesTest.model());

  @Test
  void everyCommandHasAPage() {
    for (String name : CommandTable.NAMES) {
      boolean hidden = List.of("telemetry upload").contains(name);
      assertThat(generated.containsKey("sand-" + name.replace(' ', '-') + ".1"))
          .as(name)
          .isEqualTo(!hidden);
    }
    assertThat(generated).containsKey("sand.1");
  }

  @Test
  void groffHasNothingToSay() throws Exception {
    Assumptions.assumeTrue(GeneratedFilesTest.isInstalled("groff"), "groff is not installed");
    List<String> command = new ArrayList<>(List.of("groff", "-Tutf8", "-mandoc", "-ww", "-z"));
    generated.keySet().forEach(name -> command.add(DIRECTORY.resolve(name).toString()));
    assertThat(GeneratedFilesTest.run(command.toArray(String[]::new))).isEmpty();
  }

  @Test
  void aPageReadsAsItWasMeant() throws Exception {
    Assumptions.assumeTrue(GeneratedFilesTest.isInstalled("groff"), "groff is not installed");
    String page = rendered("sand-run.1");
    assertThat(page).contains("sand run [OPTION]... COMMAND...");
    assertThat(page).contains("-e, --env=NAME[=VALUE]");
    assertThat(page).contains("sand run -- python3 -c 'print(6 * 7)'");
    assertThat(rendered("sand-config-path.1")).contains("$EDITOR \"$(sand config path)\"");
    assertThat(rendered("sand.1")).contains("sand-fs(1)").contains("SANDGLASS_PROVIDER");
  }

  private static String rendered(String name) throws Exception {
    return GeneratedFilesTest.run(
        "groff", "-Tutf8", "-P-cbou", "-rLL=200n", "-mandoc", DIRECTORY.resolve(name).toString());
  }
}
