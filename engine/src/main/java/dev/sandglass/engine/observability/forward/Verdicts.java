package dev.sandglass.engine.observability.forward;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.sandglass.engine.json.Json;
import io.vertx.core.MultiMap;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** Reads the answers of backends, by the rules of OTLP. */
final class Verdicts {
  private static final Set<Integer> LATER = Set.of(429, 502, 503, 504);

  /** Cancelled, deadline exceeded, aborted, out of range, unavailable, data loss. */
  private static final Set<Integer> LATER_GRPC = Set.of(1, 4, 10, 11, 14, 15);

  private static final int RESOURCE_EXHAUSTED = 8;
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int MAX_REASON = 200;

  private final Clock clock;

  Verdicts(Clock clock) {
    this.clock = clock;
  }

  /** Of an answer by HTTP. */
  Verdict http(int status, MultiMap headers, byte[] body, boolean json) {
    if (status >= 200 && status < 300) {
      return taken(body, json);
    }
    String reason = "HTTP status " + status;
    return LATER.contains(status)
        ? new Verdict.Later(reason, retryAfter(headers.get("retry-after")))
        : new Verdict.Refused(reason);
  }

  private Optional<Duration> retryAfter(String value) {
    if (value == null) {
      return Optional.empty();
    }
    if (value.strip().matches("[0-9]{1,9}")) {
      return Optional.of(bounded(Duration.ofSeconds(Long.parseLong(value.strip()))));
    }
    try {
      Instant then =
          ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(bounded(Duration.between(clock.instant(), then)));
    } catch (DateTimeException e) {
      // Neither of its two forms: as if it were not there.
      return Optional.empty();
    }
  }

  private static Duration bounded(Duration duration) {
    if (duration.isNegative()) {
      return Duration.ZERO;
    }
    return duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
  }

  /** Of an answer by gRPC. */
  Verdict grpc(int http, MultiMap headers, MultiMap trailers, byte[] body) {
    String status = Optional.ofNullable(trailers.get("grpc-status")).orElse("");
    if (status.isEmpty()) {
      status = Optional.ofNullable(headers.get("grpc-status")).orElse("");
    }
    if (!status.matches("[0-9]{1,9}")) {
      Verdict verdict = http(http, headers, new byte[0], false);
      return verdict instanceof Verdict.Taken ? new Verdict.Refused("no answer of gRPC") : verdict;
    }
    int code = Integer.parseInt(status);
    if (code == 0) {
      return taken(
          body.length > 5 ? java.util.Arrays.copyOfRange(body, 5, body.length) : body, false);
    }
    String details = trailers.get("grpc-status-details-bin");
    Optional<Duration> after =
        retryInfo(details == null ? headers.get("grpc-status-details-bin") : details);
    String reason = "gRPC status " + code;
    boolean later = LATER_GRPC.contains(code) || code == RESOURCE_EXHAUSTED && after.isPresent();
    return later ? new Verdict.Later(reason, after) : new Verdict.Refused(reason);
  }

  /** {@code google.rpc.RetryInfo} among the details of a {@code google.rpc.Status}. */
  private static Optional<Duration> retryInfo(String details) {
    if (details == null) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(details.replace('-', '+').replace('_', '/'));
      for (ByteString any : UnknownFieldSet.parseFrom(bytes).getField(3).getLengthDelimitedList()) {
        UnknownFieldSet detail = UnknownFieldSet.parseFrom(any);
        boolean info =
            detail.getField(1).getLengthDelimitedList().stream()
                .anyMatch(type -> type.toStringUtf8().endsWith("/google.rpc.RetryInfo"));
        if (info) {
          return Optional.of(delay(detail));
        }
      }
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      // Not what it should be: as if it were not there.
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static Duration delay(UnknownFieldSet detail) throws InvalidProtocolBufferException {
    Duration delay = Duration.ZERO;
    for (ByteString info : detail.getField(2).getLengthDelimitedList()) {
      for (ByteString time : UnknownFieldSet.parseFrom(info).getField(1).getLengthDelimitedList()) {
        UnknownFieldSet duration = UnknownFieldSet.parseFrom(time);
        for (long seconds : duration.getField(1).getVarintList()) {
          delay = delay.plusSeconds(Math.max(0, Math.min(seconds, LONGEST.toSeconds())));
        }
        for (long nanos : duration.getField(2).getVarintList()) {
          delay = delay.plusNanos(Math.max(0, Math.min(nanos, 999_999_999)));
        }
      }
    }
    return bounded(delay);
  }

  /** The partial success of an answer, which has the same numbers for all signals. */
  private static Verdict taken(byte[] body, boolean json) {
    try {
      if (json) {
        JsonNode partial = Json.parse(body).path("partialSuccess");
        long rejected = 0;
        for (String name : Set.of("rejectedSpans", "rejectedDataPoints", "rejectedLogRecords")) {
          rejected += partial.path(name).asLong();
        }
        return new Verdict.Taken(rejected, cut(partial.path("errorMessage").asText()));
      }
      long rejected = 0;
      String reason = "";
      for (ByteString bytes :
          UnknownFieldSet.parseFrom(body).getField(1).getLengthDelimitedList()) {
        UnknownFieldSet partial = UnknownFieldSet.parseFrom(bytes);
        for (long count : partial.getField(1).getVarintList()) {
          rejected = count;
        }
        for (ByteString text : partial.getField(2).getLengthDelimitedList()) {
          reason = text.toStringUtf8();
        }
      }
      return new Verdict.Taken(rejected, cut(reason));
    } catch (InvalidProtocolBufferException | JsonProcessingException e) {
      // Some backends answer something of their own; what counts is the status.
      return new Verdict.Taken(0, "");
    }
  }

  private static String cut(String text) {
    return text.length() > MAX_REASON ? text.substring(0, MAX_REASON) : text;
  }
}
