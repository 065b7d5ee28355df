package dev.sandglass.cli.command.sandbox;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.cli.command.observe.Observed;
import dev.sandglass.sandbox.CreateRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tells the engine where to send what a new sandbox tells. */
final class OtelExport {
  private static final String PREFIX = "OTEL_EXPORTER_OTLP_";
  private static final String ENDPOINT = PREFIX + "ENDPOINT";
  private static final String EXTENSION = "sandglass.otel-export";
  private static final List<String> ENDPOINTS =
      List.of(
          ENDPOINT,
          PREFIX + "TRACES_ENDPOINT",
          PREFIX + "METRICS_ENDPOINT",
          PREFIX + "LOGS_ENDPOINT");

  /** The files are read here: what stands in them is sent, not where they are. */
  private static final List<String> FILES =
      List.of(PREFIX + "CERTIFICATE", PREFIX + "CLIENT_CERTIFICATE", PREFIX + "CLIENT_KEY");

  private static final List<String> OTHERS =
      List.of(
          PREFIX + "PROTOCOL",
          PREFIX + "HEADERS",
          PREFIX + "TRACES_HEADERS",
          PREFIX + "METRICS_HEADERS",
          PREFIX + "LOGS_HEADERS",
          PREFIX + "COMPRESSION",
          PREFIX + "TIMEOUT");

  private OtelExport() {}

  /** Adds this process's own variables of OTLP unless the sandbox gets an endpoint of its own. */
  static void add(CommandContext context, Variables wanted, CreateRequest.Builder request) {
    Observed.require(context);
    Map<String, String> values = wanted.values();
    if (ENDPOINTS.stream().noneMatch(values::containsKey)) {
      Stream.of(ENDPOINTS, FILES, OTHERS)
          .flatMap(List::stream)
          .forEach(
              name ->
                  context
                      .environment()
                      .get(name)
                      .ifPresent(value -> values.putIfAbsent(name, value)));
    }
    if (ENDPOINTS.stream().noneMatch(values::containsKey)) {
      throw CommandException.usage("--otel-export needs " + ENDPOINT + ", set by -e or here");
    }
    FILES.forEach(name -> values.computeIfPresent(name, OtelExport::content));
    request.extension(EXTENSION, "true");
  }

  private static String content(String name, String path) {
    if (path.isBlank()) {
      return "";
    }
    try {
      return Files.readString(Path.of(path.strip()));
    } catch (IOException | InvalidPathException e) {
      throw CommandException.cannot(
              ErrorKind.LOCAL_FILE, "Cannot read the file that " + name + " names")
          .causedBy(e);
    }
  }
}
