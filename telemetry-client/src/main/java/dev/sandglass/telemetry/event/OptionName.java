package dev.sandglass.telemetry.event;

import picocli.CommandLine.Model.OptionSpec;

/** The name of an option that the program declares, such as {@code --output}. */
public final class OptionName extends DeclaredWord implements Comparable<OptionName> {
  OptionName(String text) {
    super(text);
  }

  /** Returns the longest name of a declared option. */
  public static OptionName of(OptionSpec option) {
    return new OptionName(option.longestName());
  }

  /** Orders by alphabet. */
  @Override
  public int compareTo(OptionName other) {
    return toString().compareTo(other.toString());
  }
}
