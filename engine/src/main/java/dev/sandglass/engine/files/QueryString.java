package dev.sandglass.engine.files;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, as the bytes that were sent: names of files need not be text.
 *
 * @param values raw values by name, one character for each byte
 */
record QueryString(Map<String, List<String>> values) {

  /** Decodes the part of the address behind the question mark. */
  static QueryString parse(@Nullable String query) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    if (query != null) {
      for (String pair : query.split("&")) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        values.computeIfAbsent(name, ignored -> new ArrayList<>()).add(value);
      }
    }
    return new QueryString(values);
  }

  private static String decode(String text) {
    StringBuilder raw = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
        int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          throw FileErrors.invalid("the query has a % that two hexadecimal digits do not follow");
        }
        raw.append((char) (high * 16 + low));
        i += 2;
      } else if (c > 0xff) {
        throw FileErrors.invalid("the query has characters that must be percent-encoded");
      } else {
        raw.append(c == '+' ? ' ' : c);
      }
    }
    return raw.toString();
  }

  /** All values of a parameter that must be there. */
  List<String> all(String name) {
    List<String> all = values.getOrDefault(name, List.of());
    if (all.isEmpty()) {
      throw FileErrors.missingQuery(name);
    }
    return all;
  }

  /** The value of a parameter that must be there. */
  String one(String name) {
    String value = all(name).get(0);
    if (value.isEmpty()) {
      throw FileErrors.missingQuery(name);
    }
    return value;
  }

  /** The value of a parameter, if there is one that is not empty. */
  Optional<String> optional(String name) {
    return values.getOrDefault(name, List.of()).stream()
        .findFirst()
        .filter(value -> !value.isEmpty());
  }

  /** The value of a number, if there is one. */
  Optional<Long> number(String name, long least) {
    return optional(name)
        .map(
            text -> {
              if (text.length() > 18
                  || !text.chars().allMatch(c -> c >= '0' && c <= '9')
                  || Long.parseLong(text) < least) {
                throw FileErrors.invalid(
                    name
                        + " must be a whole number of at least "
                        + least
                        + ", not "
                        + ByteText.display(text));
              }
              return Long.valueOf(text);
            });
  }

  /** Whether a parameter is {@code true}. */
  boolean isTrue(String name) {
    return optional(name).filter("true"::equals).isPresent();
  }
}
