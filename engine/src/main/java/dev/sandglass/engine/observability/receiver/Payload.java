package dev.sandglass.engine.observability.receiver;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sandglass.engine.observability.SignalOrigin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * The body of a request.
 *
 * @param kind what it tells
 * @param form how it is written
 * @param gzip whether it is, or with gRPC may be, compressed
 * @param body its bytes
 */
record Payload(SignalKind kind, Form form, boolean gzip, byte[] body) {
  /** Bytes of a message at most, before and after decompression. */
  static final int MAX_BYTES = 4 * 1024 * 1024;

  private static final int GRPC_PREFIX = 5;

  /** How a message is written. */
  enum Form {
    PROTOBUF,
    JSON,
    GRPC
  }

  /**
   * Reads it.
   *
   * @throws Refusal if it is malformed or too large
   */
  SignalKind.Taken read(SignalOrigin origin, Allowance allowance) throws Refusal {
    byte[] message = plain();
    allowance.spend(Math.max(0, message.length - body.length));
    if (form == Form.JSON) {
      message = JsonRequest.toProtobuf(message, kind.descriptor());
    } else {
      WireLimits.check(message, kind.descriptor());
    }
    try {
      return kind.read(origin, message);
    } catch (InvalidProtocolBufferException e) {
      throw Refusal.malformed("no Protobuf message of OTLP");
    }
  }

  private byte[] plain() throws Refusal {
    if (form != Form.GRPC) {
      return gzip ? decompressed(body, 0) : body;
    }
    if (body.length < GRPC_PREFIX) {
      throw Refusal.malformed("no message");
    }
    ByteBuffer prefix = ByteBuffer.wrap(body);
    byte compressed = prefix.get();
    if (prefix.getInt() != body.length - GRPC_PREFIX || compressed < 0 || compressed > 1) {
      throw Refusal.malformed("exactly one message is needed");
    }
    if (compressed == 0) {
      return Arrays.copyOfRange(body, GRPC_PREFIX, body.length);
    }
    if (!gzip) {
      throw Refusal.unknown(415, "compressed other than by gzip");
    }
    return decompressed(body, GRPC_PREFIX);
  }

  private static byte[] decompressed(byte[] bytes, int offset) throws Refusal {
    try (GZIPInputStream input =
        new GZIPInputStream(new ByteArrayInputStream(bytes, offset, bytes.length - offset))) {
      byte[] message = input.readNBytes(MAX_BYTES + 1);
      if (message.length > MAX_BYTES) {
        throw Refusal.tooLarge("a message has at most " + MAX_BYTES + " bytes");
      }
      return message;
    } catch (IOException e) {
      throw Refusal.malformed("no gzip");
    }
  }
}
