package dev.sandglass.engine.observability.receiver;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * Counts the messages of a Protobuf message before it is parsed: an empty one takes two bytes on
 * the wire and a hundred in memory.
 */
final class WireLimits {
  /** Messages in a request, at most: those of about ten thousand ordinary spans. */
  static final int MAX_MESSAGES = 250_000;

  /** How deep they are nested, at most. */
  static final int MAX_DEPTH = 64;

  private int messages;

  private WireLimits() {}

  /**
   * Looks at a message.
   *
   * @throws Refusal if it is malformed, or of too many messages
   */
  static void check(byte[] message, Descriptor descriptor) throws Refusal {
    try {
      new WireLimits().walk(CodedInputStream.newInstance(message), descriptor, 0);
    } catch (IOException e) {
      throw Refusal.malformed("no Protobuf message of OTLP");
    }
  }

  private void walk(CodedInputStream input, Descriptor descriptor, int depth)
      throws IOException, Refusal {
    if (++messages > MAX_MESSAGES) {
      throw Refusal.tooLarge("more than " + MAX_MESSAGES + " messages in a request");
    }
    if (depth > MAX_DEPTH) {
      throw Refusal.malformed("values are nested deeper than " + MAX_DEPTH);
    }
    while (!input.isAtEnd()) {
      int tag = input.readTag();
      FieldDescriptor field = descriptor.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      boolean nested =
          field != null
              && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
              && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      if (!nested) {
        input.skipField(tag);
        continue;
      }
      int limit = input.pushLimit(input.readRawVarint32());
      walk(input, field.getMessageType(), depth + 1);
      input.popLimit(limit);
    }
  }
}
