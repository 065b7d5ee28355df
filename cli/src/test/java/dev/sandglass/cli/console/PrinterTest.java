package dev.sandglass.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sandglass.cli.Environment;
import dev.sandglass.cli.console.Console.Terminals;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PrinterTest {
  private static final String EVIL = "a\u001b[31m\u009b\u202e\u2028\n\u007f";
  private static final View<String> VIEW =
      View.<String>of(text -> text, text -> JsonNodeFactory.instance.objectNode().put("text", text))
          .column("TEXT", text -> text)
          .column("LENGTH", text -> Integer.toString(text.length()));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Printer printer(OutputFormat format, boolean quiet) {
    Console console =
        new Console(
            InputStream.nullInputStream(), out, err, Terminals.NONE, new Environment(Map.of()));
    return new Printer(console, format, quiet);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void tablesAlignWideCharactersAndAreNeverCutInPipes() {
    String longText = "x".repeat(500);
    printer(OutputFormat.TABLE, false).list(VIEW, List.of("ab", "日本", longText));
    assertThat(out().lines().toList().get(1)).isEqualTo("ab" + " ".repeat(500) + "2");
    assertThat(out().lines().toList().get(2)).isEqualTo("日本" + " ".repeat(498) + "2");
    assertThat(out()).contains(longText + "  500\n");
  }

  @Test
  void tablesFitATerminal() {
    Table table = new Table(List.of("ID", "TEXT"));
    table.add(List.of("1234", "y".repeat(100)));
    assertThat(table.render(40).lines()).allMatch(line -> line.length() <= 40);
    assertThat(table.render(40)).contains("1234  " + "y".repeat(33) + "…\n");
  }

  @Test
  void noFormatLetsControlCharactersThrough() {
    for (OutputFormat format : OutputFormat.values()) {
      printer(format, false).list(VIEW, List.of(EVIL));
      printer(format, false).details(VIEW, EVIL);
      printer(format, false).result(VIEW, EVIL);
    }
    assertThat(out().chars())
        .allMatch(
            c ->
                c == '\n'
                    || (c >= 0x20 && !(c >= 0x7f && c <= 0x9f) && !(c >= 0x2028 && c <= 0x202e)));
  }

  @Test
  void jsonAndYamlKeepTheText() throws Exception {
    printer(OutputFormat.JSON, false).list(VIEW, List.of(EVIL));
    assertThat(new ObjectMapper().readTree(out()).get(0).get("text").asText()).isEqualTo(EVIL);
    out.reset();
    printer(OutputFormat.YAML, false).details(VIEW, EVIL);
    assertThat(new YAMLMapper().readTree(out()).get("text").asText()).isEqualTo(EVIL);
  }

  @Test
  void quietMeansNamesAndNoRemarks() {
    Printer printer = printer(OutputFormat.TABLE, true);
    printer.list(VIEW, List.of("a", "b"));
    printer.remark("Done");
    printer.progress("Copying").done("2 files");
    assertThat(out()).isEqualTo("a\nb\n");
    assertThat(err.size()).isZero();
  }

  @Test
  void progressInAPipeIsOneLine() {
    Progress progress = printer(OutputFormat.TABLE, false).progress("Copying x");
    progress.bytes(5, 10);
    progress.done("10 B");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("Copying x: 10 B\n");
  }
}
