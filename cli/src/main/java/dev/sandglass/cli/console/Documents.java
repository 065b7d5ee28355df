package dev.sandglass.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.UncheckedIOException;

/** JSON and YAML without a character that a terminal would act on. */
public final class Documents {
  private Documents() {}

  /** Returns indented JSON that ends with a line feed. */
  public static String json(JsonNode document) {
    return safe(document.toPrettyString()) + "\n";
  }

  /** Returns JSON on one line, without a line feed. */
  public static String compactJson(JsonNode document) {
    return safe(document.toString());
  }

  /** Returns YAML that ends with a line feed. */
  public static String yaml(JsonNode document) {
    ObjectMapper mapper =
        YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build();
    try {
      String yaml = mapper.writeValueAsString(document);
      return safe(yaml.endsWith("\n") ? yaml : yaml + "\n");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Escapes what Jackson leaves: DEL, C1, bidirectional controls. In both formats they only occur
   * within double quotes, where {@code \}{@code u} is the same character.
   */
  private static String safe(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c >= 0x7f && c <= 0x9f)
          || (c >= 0x2028 && c <= 0x202e)
          || (c >= 0x2066 && c <= 0x2069)) {
        escaped.append(String.format("\\u%04x", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
