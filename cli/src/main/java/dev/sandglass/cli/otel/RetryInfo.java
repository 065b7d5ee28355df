package dev.sandglass.cli.otel;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a backend that is busy may say about when to come back: {@code google.rpc.RetryInfo} among
 * the details of a {@code google.rpc.Status}. OTLP means by it that another attempt is welcome.
 */
final class RetryInfo {
  private static final String TYPE = "/google.rpc.RetryInfo";
  private static final int DETAILS = 3;
  private static final int TYPE_OF_DETAIL = 1;
  private static final int VALUE_OF_DETAIL = 2;
  private static final int DELAY = 1;
  private static final int SECONDS = 1;
  private static final int NANOS = 2;

  private RetryInfo() {}

  /**
   * Returns the time to wait; empty if nothing is said about it.
   *
   * @param details a status in base64
   */
  static Optional<Duration> delay(String details) {
    try {
      UnknownFieldSet status = UnknownFieldSet.parseFrom(Base64.getDecoder().decode(details));
      for (UnknownFieldSet detail : messages(status, DETAILS)) {
        boolean found =
            detail.getField(TYPE_OF_DETAIL).getLengthDelimitedList().stream()
                .anyMatch(type -> type.toStringUtf8().endsWith(TYPE));
        if (found) {
          return Optional.of(delay(detail));
        }
      }
      return Optional.empty();
    } catch (InvalidProtocolBufferException | IllegalArgumentException | ArithmeticException e) {
      return Optional.empty(); // not worth more than saying nothing
    }
  }

  private static Duration delay(UnknownFieldSet detail) throws InvalidProtocolBufferException {
    Duration delay = Duration.ZERO;
    for (UnknownFieldSet info : messages(detail, VALUE_OF_DETAIL)) {
      for (UnknownFieldSet time : messages(info, DELAY)) {
        delay = delay.plusSeconds(number(time, SECONDS)).plusNanos(number(time, NANOS));
      }
    }
    return delay.isNegative() ? Duration.ZERO : delay;
  }

  private static List<UnknownFieldSet> messages(UnknownFieldSet outer, int field)
      throws InvalidProtocolBufferException {
    List<UnknownFieldSet> inner = new ArrayList<>();
    for (var bytes : outer.getField(field).getLengthDelimitedList()) {
      inner.add(UnknownFieldSet.parseFrom(bytes));
    }
    return inner;
  }

  private static long number(UnknownFieldSet message, int field) {
    return message.getField(field).getVarintList().stream().reduce(0L, (first, last) -> last);
  }
}
