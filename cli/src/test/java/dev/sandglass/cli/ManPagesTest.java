package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.cli.reference.ManPages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The committed man pages are fresh, and what reads man pages takes them. */
final class ManPagesTest {
  private static final Path DIRECTORY = Path.of("../docs/man");

  private final Map<String, String> generated = ManPages.of(GeneratedFilesTest.model());

  @Test
  void committedPagesAreFresh() throws IOException {
    if (Boolean.getBoolean(GeneratedFilesTest.WRITE)) {
      write();
    }
    assertThat(committed())
        .as("docs/man is stale; write it anew as GeneratedFilesTest says, with -Dtest=ManPagesTest")
        .isEqualTo(generated);
  }

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
    committed().keySet().forEach(name -> command.add(DIRECTORY.resolve(name).toString()));
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

  private static Map<String, String> committed() throws IOException {
    Map<String, String> pages = new TreeMap<>();
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      for (Path file : files.toList()) {
        pages.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8));
      }
    }
    return pages;
  }

  private void write() throws IOException {
    Files.createDirectories(DIRECTORY);
    for (String name : committed().keySet()) {
      Files.delete(DIRECTORY.resolve(name));
    }
    for (Map.Entry<String, String> page : generated.entrySet()) {
      Files.writeString(DIRECTORY.resolve(page.getKey()), page.getValue());
    }
  }
}
