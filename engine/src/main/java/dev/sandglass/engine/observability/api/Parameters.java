package dev.sandglass.engine.observability.api;

import dev.sandglass.engine.observability.store.Severity;
import dev.sandglass.engine.server.ApiException;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The query of a request; what is malformed is refused, and named. */
final class Parameters {
  private static final int MAX_TEXT = 1_024;
  private static final int MAX_LIST = 100;

  private final MultiMap query;

  Parameters(MultiMap query) {
    this.query = query;
  }

  Optional<String> text(String name) {
    Optional<String> text = Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    if (text.isPresent() && text.get().length() > MAX_TEXT) {
      throw invalid(name + " has at most " + MAX_TEXT + " characters");
    }
    return text;
  }

  Optional<Instant> time(String name) {
    return text(name)
        .map(
            text -> {
              try {
                return OffsetDateTime.parse(text).toInstant();
              } catch (DateTimeParseException e) {
                throw invalid(name + " is a time like 2030-01-31T12:00:00Z");
              }
            });
  }

  OptionalLong number(String name, long least, long most) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    if (text.get().matches("[0-9]{1,18}")) {
      long number = Long.parseLong(text.get());
      if (number >= least && number <= most) {
        return OptionalLong.of(number);
      }
    }
    throw invalid(name + " is a number from " + least + " to " + most);
  }

  /** Values that were given several times, or with commas between them. */
  List<String> texts(String name) {
    List<String> all = new ArrayList<>();
    for (String value : query.getAll(name)) {
      for (String one : value.split(",")) {
        if (!one.isBlank()) {
          all.add(one.strip());
        }
      }
    }
    if (all.size() > MAX_LIST) {
      throw invalid(name + " has at most " + MAX_LIST + " values");
    }
    return all;
  }

  Set<Severity> severities(String name) {
    Set<Severity> severities = EnumSet.noneOf(Severity.class);
    for (String text : texts(name)) {
      severities.add(
          Severity.named(text)
              .orElseThrow(() -> invalid(name + " are TRACE, DEBUG, INFO, WARN, ERROR and FATAL")));
    }
    return severities;
  }

  boolean newestFirst(String name) {
    String order = text(name).orElse("asc");
    if (!order.equals("asc") && !order.equals("desc")) {
      throw invalid(name + " is asc or desc");
    }
    return order.equals("desc");
  }

  static ApiException invalid(String message) {
    return new ApiException(400, "GENERAL::INVALID_REQUEST", message);
  }
}
