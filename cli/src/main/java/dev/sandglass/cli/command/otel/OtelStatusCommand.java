package dev.sandglass.cli.command.otel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.console.View;
import dev.sandglass.cli.otel.EffectiveSetting;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sand otel status}. */
@Command(
    name = "status",
    description = "Show whether OpenTelemetry is on, every setting, and where each comes from.",
    footer = {"  sand otel status", "  sand otel status -o json"})
public final class OtelStatusCommand implements Callable<Integer> {
  private static final View<EffectiveSetting> VIEW =
      View.<EffectiveSetting>of(EffectiveSetting::name, OtelStatusCommand::json)
          .column("SETTING", EffectiveSetting::name)
          .column("VALUE", EffectiveSetting::value)
          .column("SOURCE", setting -> setting.source().toString())
          .column("FROM", EffectiveSetting::origin);

  private final CommandContext context;

  /** Creates the command. */
  public OtelStatusCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.printer().list(VIEW, EffectiveSetting.all(context.otel()));
    return 0;
  }

  private static ObjectNode json(EffectiveSetting setting) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("setting", setting.name());
    document.put("value", setting.value());
    document.put("source", setting.source().toString());
    document.put("from", setting.origin().isEmpty() ? null : setting.origin());
    return document;
  }
}
