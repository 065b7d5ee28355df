package dev.sandglass.cli.otel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Reads OTLP as JSON by the published definitions; strict, so a field that is not theirs fails. */
final class OtlpJson {
  private static final Set<String> HEXADECIMAL = Set.of("traceId", "spanId", "parentSpanId");

  private OtlpJson() {}

  static Message read(byte[] json, Message.Builder into) throws IOException {
    JsonNode document = new ObjectMapper().readTree(json);
    encode(document);
    JsonFormat.parser().merge(document.toString(), into);
    return into.build();
  }

  /** The one way in which OTLP differs from Protobuf's own JSON: these are not Base64. */
  private static void encode(JsonNode node) {
    if (node instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        if (HEXADECIMAL.contains(name)) {
          byte[] bytes = HexFormat.of().parseHex(object.get(name).asText());
          object.put(name, Base64.getEncoder().encodeToString(bytes));
        }
      }
    }
    node.forEach(OtlpJson::encode);
  }
}
