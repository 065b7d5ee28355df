package dev.sandglass.cli.command.sandbox;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.command.observe.Observed;
import dev.sandglass.sandbox.CreateRequest;

/** Tells the engine where to send what a new sandbox tells. */
final class OtelExport {
  private static final String PREFIX = "OTEL_EXPORTER_OTLP_";
  private static final String ENDPOINT = PREFIX + "ENDPOINT";
  private static final String EXTENSION = "sandglass.otel-export";

  private OtelExport() {}

  /** Adds this process's own variables of OTLP unless the sandbox gets an endpoint of its own. */
  static void add(CommandContext context, Variables wanted, CreateRequest.Builder request) {
    Observed.require(context);
    if (!wanted.values().containsKey(ENDPOINT)) {
      for (String name : new String[] {ENDPOINT, PREFIX + "PROTOCOL", PREFIX + "HEADERS"}) {
        context
            .environment()
            .get(name)
            .ifPresent(value -> wanted.values().putIfAbsent(name, value));
      }
    }
    if (!wanted.values().containsKey(ENDPOINT)) {
      throw CommandException.usage("--otel-export needs " + ENDPOINT + ", set by -e or here");
    }
    request.extension(EXTENSION, "true");
  }
}
