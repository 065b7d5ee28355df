package dev.sandglass.scrubber;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes out of the query of a request what may be reported, and nothing else. */
public final class ReportableQuery {
  /** The greatest number of arguments that is reported of a query. */
  public static final int MAX_ARGUMENTS = 16;

  private static final int MAX_QUERY = 8 * 1024;

  private ReportableQuery() {}

  /**
   * Returns the reportable arguments in the order of the query, each parameter once and with the
   * first of its values that may be reported. Names and values that need escapes are none of
   * theirs, so nothing is decoded. Never throws.
   *
   * @param rawQuery what stands behind the question mark, without it
   */
  public static List<QueryArgument> of(String rawQuery) {
    List<QueryArgument> arguments = new ArrayList<>();
    if (rawQuery.length() > MAX_QUERY) {
      return arguments;
    }
    Set<QueryParameter> seen = EnumSet.noneOf(QueryParameter.class);
    for (String pair : rawQuery.split("&", -1)) {
      if (arguments.size() == MAX_ARGUMENTS) {
        break;
      }
      int equals = pair.indexOf('=');
      Optional<QueryArgument> argument =
          equals < 0
              ? Optional.empty()
              : QueryArgument.of(pair.substring(0, equals), pair.substring(equals + 1));
      argument.filter(found -> seen.add(found.parameter())).ifPresent(arguments::add);
    }
    return arguments;
  }
}
