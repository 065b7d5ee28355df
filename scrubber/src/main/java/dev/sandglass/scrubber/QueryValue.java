package dev.sandglass.scrubber;

/** A value of a query that may be reported: a bounded number or a word of a fixed list. */
public sealed interface QueryValue permits QueryNumber, QueryWord {
  /** Returns the value as it stands in a query. */
  String text();
}
