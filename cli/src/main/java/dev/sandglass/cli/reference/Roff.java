package dev.sandglass.cli.reference;

import java.util.Locale;

/** Text of a man page, as groff and mandoc read it. */
final class Roff {
  private final StringBuilder text = new StringBuilder();

  /**
   * Begins a page.
   *
   * @param name as in {@code man NAME}
   */
  Roff(String name) {
    // No date: the page follows from the commands alone, and two builds are the same.
    text.append(".\\\" Generated from the commands of sand; do not edit.\n");
    text.append(".TH \"").append(escaped(name.toUpperCase(Locale.ROOT)));
    text.append("\" \"1\" \"\" \"sand\" \"Sandglass\"\n.nh\n.ad l\n");
  }

  Roff section(String title) {
    text.append(".SH ").append(title).append('\n');
    return this;
  }

  Roff paragraph(String prose) {
    text.append(".PP\n");
    return line(prose(prose));
  }

  /** Adds an entry of a list: what it is about, already escaped, and what is said about it. */
  Roff entry(String about, String prose) {
    text.append(".TP\n").append(about).append('\n');
    return line(prose(prose));
  }

  /** Adds lines that are shown as they are. */
  Roff example(String... lines) {
    text.append(".PP\n.EX\n");
    for (String line : lines) {
      line(escaped(line));
    }
    text.append(".EE\n");
    return this;
  }

  /** Adds a line that is escaped already. */
  Roff line(String escaped) {
    boolean isRequest = escaped.startsWith(".") || escaped.startsWith("'");
    text.append(isRequest ? "\\&" : "").append(escaped).append('\n');
    return this;
  }

  /** Returns words in bold, escaped: what is to be typed as it stands. */
  static String bold(String words) {
    return "\\fB" + escaped(words) + "\\fR";
  }

  /** Returns words in italics, escaped: what something else is typed for. */
  static String italic(String words) {
    return "\\fI" + escaped(words) + "\\fR";
  }

  /** Returns prose, escaped, with what stands between backticks in bold. */
  static String prose(String text) {
    return escaped(text).replaceAll("\\\\\\(ga(.*?)\\\\\\(ga", "\\\\fB$1\\\\fR");
  }

  /** Returns text that is shown as it is, character for character. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints().forEach(character -> escaped.append(escaped(character)));
    return escaped.toString();
  }

  private static String escaped(int character) {
    return switch (character) {
      case '\\' -> "\\e";
      case '-' -> "\\-"; // a plain one becomes a hyphen, which no shell knows
      case '\'' -> "\\(aq";
      case '`' -> "\\(ga";
      case '"' -> "\\(dq";
      case '^' -> "\\(ha";
      case '~' -> "\\(ti";
      default ->
          character < 128
              ? Character.toString(character)
              : "\\[u" + "%04X".formatted(character) + "]";
    };
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
