package dev.sandglass.cli.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sandglass.scrubber.TerminalText;
import java.util.List;

/**
 * Writes results to standard output in the format asked for, and remarks to standard error.
 *
 * <p>Every text is taken as untrusted: control characters become visible escapes.
 */
public final class Printer {
  private final Console console;
  private final OutputFormat format;
  private final boolean quiet;

  /** Creates a printer. */
  public Printer(Console console, OutputFormat format, boolean quiet) {
    this.console = console;
    this.format = format;
    this.quiet = quiet;
  }

  /** Returns the format asked for. */
  public OutputFormat format() {
    return format;
  }

  /** Writes a list: rows below a header, a JSON array, or names. */
  public <T> void list(View<T> view, List<T> things) {
    switch (format) {
      case TABLE -> {
        if (quiet) {
          things.forEach(thing -> name(view, thing));
        } else {
          Table table = new Table(view.headers());
          things.forEach(thing -> table.add(view.cells(thing)));
          console.print(table.render(console.columns()));
        }
      }
      case JSON, YAML -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        things.forEach(thing -> array.add(view.json(thing)));
        document(array);
      }
      case NAME -> things.forEach(thing -> name(view, thing));
    }
  }

  /** Writes one thing: a line per column with its header before it, a JSON object, or its name. */
  public <T> void details(View<T> view, T thing) {
    switch (format) {
      case TABLE -> {
        List<String> headers = view.headers();
        List<String> cells = view.cells(thing);
        int width = headers.stream().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
          String header = headers.get(i);
          text.append(header).append(':').append(" ".repeat(width - header.length() + 1));
          text.append(TerminalText.printable(cells.get(i))).append('\n');
        }
        console.print(text.toString());
      }
      case JSON, YAML -> document(view.json(thing));
      case NAME -> name(view, thing);
    }
  }

  /**
   * Writes what was made or changed: its name for people and scripts, the whole for programs. With
   * {@code --quiet} too, since the name is the result.
   */
  public <T> void result(View<T> view, T thing) {
    switch (format) {
      case TABLE -> line(quiet ? view.name(thing) : view.title(thing));
      case JSON, YAML -> document(view.json(thing));
      case NAME -> name(view, thing);
    }
  }

  /** Writes what was changed, as {@link #result} does, and as an array for programs. */
  public <T> void results(View<T> view, List<T> things) {
    switch (format) {
      case TABLE, NAME -> things.forEach(thing -> result(view, thing));
      case JSON, YAML -> list(view, things);
    }
  }

  /** Writes a document as JSON, or as YAML when that was asked for. */
  public void document(JsonNode document) {
    console.print(
        format == OutputFormat.YAML ? Documents.yaml(document) : Documents.json(document));
  }

  /** Writes one line of untrusted text to standard output. */
  public void line(String text) {
    console.print(TerminalText.printable(text) + "\n");
  }

  /** Tells a person something on standard error, unless {@code --quiet}. */
  public void remark(String text) {
    if (!quiet) {
      console.printError(TerminalText.printable(text));
    }
  }

  /** Warns on standard error, with {@code --quiet} too. */
  public void warn(String text) {
    console.printFailure("warning: " + TerminalText.printable(text));
  }

  /**
   * Starts showing how far something is: a moving line on a terminal, and nothing but the last line
   * elsewhere.
   *
   * @param what what is going on, as in {@code Copying data.tar}
   */
  public Progress progress(String what) {
    return new Progress(console, TerminalText.printable(what), quiet);
  }

  private <T> void name(View<T> view, T thing) {
    line(view.name(thing));
  }
}
