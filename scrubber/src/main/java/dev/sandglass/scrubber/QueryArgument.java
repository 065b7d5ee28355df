package dev.sandglass.scrubber;

import java.util.Optional;

/**
 * One argument of a query that may be reported.
 *
 * @param parameter its parameter
 * @param value its value, one of those that the parameter allows
 */
public record QueryArgument(QueryParameter parameter, QueryValue value) {
  /** Checks that the value is one of the parameter's. */
  public QueryArgument {
    if (parameter.value(value.text()).filter(value::equals).isEmpty()) {
      throw new IllegalArgumentException(parameter.text() + " has no such value");
    }
  }

  /** Returns the argument of this name and value; empty unless both may be reported. */
  public static Optional<QueryArgument> of(String name, String value) {
    return QueryParameter.of(name)
        .flatMap(
            parameter -> parameter.value(value).map(found -> new QueryArgument(parameter, found)));
  }
}
