package dev.sandglass.scrubber;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The query parameters that may be reported, and what values of them. All others never are. */
public enum QueryParameter {
  CURSOR("cursor"),
  DEPTH("depth"),
  LIMIT("limit"),
  OFFSET("offset"),
  PAGE("page"),
  PAGE_SIZE("pageSize"),
  PTY("pty"),
  TAIL("tail"),
  TIMEOUT("timeout"),
  FOLLOW("follow", QueryWord.TRUE, QueryWord.FALSE),
  FORCE("force", QueryWord.TRUE, QueryWord.FALSE),
  OWNERS("owners", QueryWord.TRUE, QueryWord.FALSE),
  RECURSIVE("recursive", QueryWord.TRUE, QueryWord.FALSE),
  STREAM("stream", QueryWord.STDOUT, QueryWord.STDERR),
  USE_SERVER_PROXY("use_server_proxy", QueryWord.TRUE, QueryWord.FALSE),
  VERBOSE("verbose", QueryWord.TRUE, QueryWord.FALSE),
  STATE(
      "state",
      QueryWord.PENDING,
      QueryWord.STARTING,
      QueryWord.RUNNING,
      QueryWord.PAUSING,
      QueryWord.PAUSED,
      QueryWord.RESUMING,
      QueryWord.STOPPING,
      QueryWord.STOPPED,
      QueryWord.TERMINATED,
      QueryWord.FAILED,
      QueryWord.DELETED);

  /**
   * The greatest number that is reported. Greater ones are left out, not cut: they may be times or
   * identifiers, and a number that nobody asked for would say nothing.
   */
  public static final int MAX_NUMBER = 1_000_000;

  private static final int MAX_DIGITS = 7;

  private final String text;
  private final List<QueryWord> allowed;

  QueryParameter(String text, QueryWord... words) {
    this.text = text;
    this.allowed = List.of(words);
  }

  /** Returns the name in the query. */
  public String text() {
    return text;
  }

  /** Returns whether its values are numbers from 0 to {@link #MAX_NUMBER}. */
  public boolean isNumber() {
    return allowed.isEmpty();
  }

  /** Returns the words that its values can be; none for numbers. */
  public List<String> words() {
    List<String> words = new ArrayList<>();
    allowed.forEach(word -> words.add(word.text()));
    return words;
  }

  static Optional<QueryParameter> of(String name) {
    for (QueryParameter parameter : values()) {
      if (parameter.text.equals(name)) {
        return Optional.of(parameter);
      }
    }
    return Optional.empty();
  }

  Optional<QueryValue> value(String value) {
    if (isNumber()) {
      return number(value);
    }
    for (QueryWord word : allowed) {
      if (word.text().equals(value)) {
        return Optional.of(word);
      }
    }
    return Optional.empty();
  }

  private static Optional<QueryValue> number(String value) {
    if (value.isEmpty() || value.length() > MAX_DIGITS) {
      return Optional.empty();
    }
    int number = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < '0' || c > '9') {
        return Optional.empty();
      }
      number = number * 10 + c - '0';
    }
    return number > MAX_NUMBER ? Optional.empty() : Optional.of(new QueryNumber(number));
  }
}
