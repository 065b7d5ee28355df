package dev.sandglass.cli.otel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What an answer says about data that was accepted in part, which the SDK does not look at.
 *
 * @param rejected how many spans, points or records were not taken
 * @param message why, in the words of the backend; may be empty
 */
record PartialSuccess(long rejected, String message) {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;

  /** Reads an answer in Protobuf; the three signals have the same one. */
  static Optional<PartialSuccess> ofProtobuf(byte[] answer) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(answer);
      while (buffer.hasRemaining()) {
        int tag = (int) varint(buffer);
        if (tag == (1 << 3 | LENGTH_DELIMITED)) {
          return said(read(bytes(buffer)));
        }
        skip(buffer, tag & 7);
      }
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.empty(); // not an answer of OTLP, but one of success all the same
    }
  }

  private static PartialSuccess read(ByteBuffer buffer) {
    long rejected = 0;
    String message = "";
    while (buffer.hasRemaining()) {
      int tag = (int) varint(buffer);
      if (tag == (1 << 3 | VARINT)) {
        rejected = varint(buffer);
      } else if (tag == (2 << 3 | LENGTH_DELIMITED)) {
        message = StandardCharsets.UTF_8.decode(bytes(buffer)).toString();
      } else {
        skip(buffer, tag & 7);
      }
    }
    return new PartialSuccess(rejected, message);
  }

  private static long varint(ByteBuffer buffer) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = buffer.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("A number has more than 64 bits");
  }

  private static ByteBuffer bytes(ByteBuffer buffer) {
    int length = (int) varint(buffer);
    ByteBuffer part = buffer.slice(buffer.position(), length);
    buffer.position(buffer.position() + length);
    return part;
  }

  private static void skip(ByteBuffer buffer, int wireType) {
    switch (wireType) {
      case VARINT -> varint(buffer);
      case FIXED_64 -> buffer.getLong();
      case LENGTH_DELIMITED -> bytes(buffer);
      case FIXED_32 -> buffer.getInt();
      default -> throw new IllegalArgumentException("No such type: " + wireType);
    }
  }

  /** Reads an answer in JSON. */
  static Optional<PartialSuccess> ofJson(byte[] answer) {
    try {
      JsonNode part = new ObjectMapper().readTree(answer).path("partialSuccess");
      long rejected = 0;
      for (Signal signal : Signal.values()) {
        rejected += part.path(field(signal)).asLong();
      }
      return said(new PartialSuccess(rejected, part.path("errorMessage").asText()));
    } catch (IOException e) {
      return Optional.empty(); // not an answer of OTLP, but one of success all the same
    }
  }

  private static String field(Signal signal) {
    return switch (signal) {
      case TRACES -> "rejectedSpans";
      case METRICS -> "rejectedDataPoints";
      case LOGS -> "rejectedLogRecords";
    };
  }

  private static Optional<PartialSuccess> said(PartialSuccess partial) {
    return Optional.of(partial).filter(said -> said.rejected > 0 || !said.message.isEmpty());
  }
}
