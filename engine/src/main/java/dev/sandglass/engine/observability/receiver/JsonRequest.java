package dev.sandglass.engine.observability.receiver;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * Turns OTLP in JSON into OTLP in Protobuf, piece by piece and without a tree in between. It is
 * Protobuf's JSON but for the ids of traces and spans, which are hexadecimal; unknown fields are
 * left out.
 */
final class JsonRequest {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false).build();
  private static final Set<String> HEXADECIMAL = Set.of("traceId", "spanId", "parentSpanId");

  private final JsonParser parser;
  private final Map<Descriptor, Map<String, FieldDescriptor>> names = new HashMap<>();
  private int messages;

  private JsonRequest(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Turns a message.
   *
   * @throws Refusal if it is no JSON, not of this type, or of too many messages
   */
  static byte[] toProtobuf(byte[] json, Descriptor type) throws Refusal {
    try (JsonParser parser = FACTORY.createParser(json)) {
      JsonRequest request = new JsonRequest(parser);
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw Refusal.malformed("a JSON object is needed");
      }
      byte[] message = request.message(type, 0);
      if (parser.nextToken() != null) {
        throw Refusal.malformed("more than one JSON value");
      }
      return message;
    } catch (JsonProcessingException e) {
      throw Refusal.malformed("no JSON: " + e.getOriginalMessage());
    } catch (IOException | IllegalArgumentException | ArithmeticException e) {
      // Numbers out of range, broken base64 and hexadecimal.
      throw Refusal.malformed("not of OTLP: " + e.getMessage());
    }
  }

  /** A message whose opening brace was read. */
  private byte[] message(Descriptor type, int depth) throws IOException, Refusal {
    if (++messages > WireLimits.MAX_MESSAGES) {
      throw Refusal.tooLarge("more than " + WireLimits.MAX_MESSAGES + " messages in a request");
    }
    if (depth > WireLimits.MAX_DEPTH) {
      throw Refusal.malformed("values are nested deeper than " + WireLimits.MAX_DEPTH);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    CodedOutputStream output = CodedOutputStream.newInstance(bytes, 64);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      FieldDescriptor field = fields(type).get(parser.currentName());
      JsonToken token = parser.nextToken();
      if (field == null || token == JsonToken.VALUE_NULL) {
        parser.skipChildren();
      } else if (field.isRepeated()) {
        if (token != JsonToken.START_ARRAY) {
          throw Refusal.malformed(field.getJsonName() + " is an array");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          value(field, output, depth);
        }
      } else {
        value(field, output, depth);
      }
    }
    output.flush();
    return bytes.toByteArray();
  }

  private Map<String, FieldDescriptor> fields(Descriptor type) {
    return names.computeIfAbsent(
        type,
        ignored -> {
          Map<String, FieldDescriptor> byName = new HashMap<>();
          type.getFields().forEach(field -> byName.put(field.getJsonName(), field));
          return byName;
        });
  }

  private void value(FieldDescriptor field, CodedOutputStream output, int depth)
      throws IOException, Refusal {
    int number = field.getNumber();
    switch (field.getType()) {
      case MESSAGE -> {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
          throw Refusal.malformed(field.getJsonName() + " holds objects");
        }
        output.writeByteArray(number, message(field.getMessageType(), depth + 1));
      }
      case STRING -> output.writeString(number, text(field));
      case BYTES -> output.writeBytes(number, bytes(field));
      case BOOL -> output.writeBool(number, parser.getBooleanValue());
      case ENUM -> output.writeEnum(number, enumerated(field));
      case DOUBLE -> output.writeDouble(number, floating());
      case INT64 -> output.writeInt64(number, integer());
      case UINT64 -> output.writeUInt64(number, Long.parseUnsignedLong(digits()));
      case SINT64 -> output.writeSInt64(number, integer());
      case FIXED64 -> output.writeFixed64(number, Long.parseUnsignedLong(digits()));
      case SFIXED64 -> output.writeSFixed64(number, integer());
      case INT32 -> output.writeInt32(number, Math.toIntExact(integer()));
      case UINT32 -> output.writeUInt32(number, Integer.parseUnsignedInt(digits()));
      case SINT32 -> output.writeSInt32(number, Math.toIntExact(integer()));
      case FIXED32 -> output.writeFixed32(number, Integer.parseUnsignedInt(digits()));
      default -> throw Refusal.malformed(field.getJsonName() + " cannot be told");
    }
  }

  private String text(FieldDescriptor field) throws IOException, Refusal {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw Refusal.malformed(field.getJsonName() + " is a string");
    }
    return parser.getText();
  }

  private ByteString bytes(FieldDescriptor field) throws IOException, Refusal {
    String text = text(field);
    return ByteString.copyFrom(
        HEXADECIMAL.contains(field.getJsonName())
            ? HexFormat.of().parseHex(text)
            : Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/')));
  }

  private int enumerated(FieldDescriptor field) throws IOException, Refusal {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return parser.getIntValue();
    }
    EnumValueDescriptor value = field.getEnumType().findValueByName(text(field));
    if (value == null) {
      throw Refusal.malformed(field.getJsonName() + " has no such value");
    }
    return value.getNumber();
  }

  private double floating() throws IOException {
    return parser.currentToken() == JsonToken.VALUE_STRING
        ? Double.parseDouble(parser.getText())
        : parser.getDoubleValue();
  }

  private long integer() throws IOException {
    return Long.parseLong(digits());
  }

  /** An integer, as a number or as a string. */
  private String digits() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_FLOAT -> Long.toString(parser.getDecimalValue().longValueExact());
      default -> throw new IllegalArgumentException("a number is needed");
    };
  }
}
