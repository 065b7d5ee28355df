package dev.sandglass.engine.observability.forward;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import dev.sandglass.engine.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/**
 * Turns a message of OTLP in Protobuf into one in JSON, by its descriptor: ids of traces and spans
 * are hexadecimal, 64-bit integers strings, enums numbers.
 */
final class JsonMessage {
  private static final Set<String> HEXADECIMAL = Set.of("traceId", "spanId", "parentSpanId");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonMessage() {}

  static byte[] of(byte[] message, Descriptor type) {
    try {
      return Json.bytes(object(CodedInputStream.newInstance(message), type));
    } catch (IOException e) {
      throw new UncheckedIOException("a message of our own cannot be read", e);
    }
  }

  private static ObjectNode object(CodedInputStream input, Descriptor type) throws IOException {
    ObjectNode object = Json.object();
    while (!input.isAtEnd()) {
      int tag = input.readTag();
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      if (field == null) {
        input.skipField(tag);
        continue;
      }
      String name = field.getJsonName();
      boolean delimited = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      if (field.getType() == FieldDescriptor.Type.MESSAGE) {
        int limit = input.pushLimit(input.readRawVarint32());
        ObjectNode inner = object(input, field.getMessageType());
        input.popLimit(limit);
        if (field.isRepeated()) {
          object.withArray(name).add(inner);
        } else {
          object.set(name, inner);
        }
      } else if (!field.isRepeated()) {
        object.set(name, value(input, field));
      } else {
        values(input, field, delimited && field.isPackable(), object.withArray(name));
      }
    }
    return object;
  }

  private static void values(
      CodedInputStream input, FieldDescriptor field, boolean packed, ArrayNode array)
      throws IOException {
    if (!packed) {
      array.add(value(input, field));
      return;
    }
    int limit = input.pushLimit(input.readRawVarint32());
    while (!input.isAtEnd()) {
      array.add(value(input, field));
    }
    input.popLimit(limit);
  }

  private static ValueNode value(CodedInputStream input, FieldDescriptor field) throws IOException {
    return switch (field.getType()) {
      case STRING -> NODES.textNode(input.readStringRequireUtf8());
      case BYTES -> {
        byte[] bytes = input.readByteArray();
        yield NODES.textNode(
            HEXADECIMAL.contains(field.getJsonName())
                ? HexFormat.of().formatHex(bytes)
                : Base64.getEncoder().encodeToString(bytes));
      }
      case BOOL -> NODES.booleanNode(input.readBool());
      case ENUM -> NODES.numberNode(input.readEnum());
      case DOUBLE -> floating(input.readDouble());
      case INT64 -> NODES.textNode(Long.toString(input.readInt64()));
      case UINT64 -> NODES.textNode(Long.toUnsignedString(input.readUInt64()));
      case SINT64 -> NODES.textNode(Long.toString(input.readSInt64()));
      case FIXED64 -> NODES.textNode(Long.toUnsignedString(input.readFixed64()));
      case SFIXED64 -> NODES.textNode(Long.toString(input.readSFixed64()));
      case INT32 -> NODES.numberNode(input.readInt32());
      case UINT32 -> NODES.numberNode(Integer.toUnsignedLong(input.readUInt32()));
      case SINT32 -> NODES.numberNode(input.readSInt32());
      case FIXED32 -> NODES.numberNode(Integer.toUnsignedLong(input.readFixed32()));
      default -> throw new IOException("OTLP has no " + field.getType());
    };
  }

  private static ValueNode floating(double number) {
    return Double.isFinite(number)
        ? NODES.numberNode(number)
        : NODES.textNode(Double.toString(number));
  }
}
