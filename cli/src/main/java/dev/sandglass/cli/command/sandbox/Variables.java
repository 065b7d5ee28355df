package dev.sandglass.cli.command.sandbox;

import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.Environment;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.cli.value.MalformedValueException;
import dev.sandglass.cli.value.Variable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Environment variables for a sandbox, from options and files. */
final class Variables {
  private final Environment own;
  private final Map<String, String> values = new LinkedHashMap<>();

  Variables(Environment own) {
    this.own = own;
  }

  /** Returns them all; later ones go before earlier ones of the same name. */
  Map<String, String> values() {
    return values;
  }

  Variables add(List<Variable> variables) {
    variables.forEach(this::add);
    return this;
  }

  private void add(Variable variable) {
    String value =
        variable
            .value()
            .or(() -> Optional.ofNullable(own.variables().get(variable.name())))
            .orElseThrow(
                () ->
                    CommandException.usage(
                        "Variable '" + variable.name() + "' has no value and is not set here"));
    values.put(variable.name(), value);
  }

  /** Adds the lines {@code NAME=VALUE} and {@code NAME} of files; {@code #} begins a comment. */
  Variables addFiles(List<Path> files) {
    for (Path file : files) {
      int number = 0;
      for (String line : read(file)) {
        number++;
        if (!line.isBlank() && !line.startsWith("#")) {
          try {
            add(Variable.parse(line));
          } catch (MalformedValueException e) {
            throw CommandException.usage(file + ":" + number + ": " + e.getMessage());
          }
        }
      }
    }
    return this;
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw CommandException.cannot(ErrorKind.LOCAL_FILE, "Cannot read " + file + ": " + reason(e))
          .causedBy(e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException
        ? "no such file"
        : e.getClass().getSimpleName() + " " + e.getMessage();
  }
}
