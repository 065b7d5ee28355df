package dev.sandglass.cli.reference;

import java.util.List;
import java.util.Locale;

/** A shell that completes, and how its language writes a table of words. */
public enum Shell {
  BASH("bash", "table=(%s)\n  case $1 in\n", "    %s) table+=(%s) ;;\n", "  esac", " "),
  ZSH(
      "zsh",
      "table=(\n        %s\n  )\n  case $1 in\n",
      "    %s)\n      table+=(\n        %s\n      )\n      ;;\n",
      "  esac",
      "\n        "),
  FISH(
      "fish",
      "printf '%%s\\n' \\\n                %s\n    switch \"$argv[1]\"\n",
      "        case %s\n            printf '%%s\\n' \\\n                %s\n",
      "    end",
      " \\\n                "),
  POWERSHELL(
      "ps1",
      "%s\n    switch -CaseSensitive ($Command) {\n",
      "      %s {\n        %s\n      }\n",
      "    }",
      "\n        ");

  private final String extension;
  private final String begin;
  private final String when;
  private final String end;
  private final String separator;

  Shell(String extension, String begin, String when, String end, String separator) {
    this.extension = extension;
    this.begin = begin;
    this.when = when;
    this.end = end;
    this.separator = separator;
  }

  /** Returns the name of its script: {@code sand.bash}. */
  public String fileName() {
    return "sand." + extension;
  }

  /** Returns whether it shows what a word means. */
  boolean describes() {
    return this != BASH;
  }

  /** Begins the table with what holds for every command. */
  String begin(List<String> entries) {
    return begin.formatted(written(entries));
  }

  /** Adds what holds for one command. */
  String when(String command, List<String> entries) {
    return when.formatted(quoted(command), written(entries));
  }

  /** Ends the table. */
  String end() {
    return end;
  }

  private String written(List<String> entries) {
    return String.join(separator, entries.stream().map(this::quoted).toList());
  }

  /** Returns a text as the language writes one in which nothing is expanded. */
  public String quoted(String text) {
    String inside =
        switch (this) {
          case BASH, ZSH -> text.replace("'", "'\\''");
          case FISH -> text.replace("\\", "\\\\").replace("'", "\\'");
          // PowerShell takes typographic quotes for quotes.
          case POWERSHELL -> text.replaceAll("['\u2018\u2019\u201a\u201b]", "$0$0");
        };
    return "'" + inside + "'";
  }

  /** Returns what users call it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
