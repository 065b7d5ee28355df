package dev.sandglass.cli.command.doctor;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.Environment;
import dev.sandglass.cli.ExitCode;
import dev.sandglass.cli.Version;
import dev.sandglass.cli.configuration.ConfigurationException;
import dev.sandglass.cli.configuration.ProviderSettings;
import dev.sandglass.cli.otel.Switch;
import dev.sandglass.cli.telemetry.Reasons;
import dev.sandglass.sandbox.EngineInfo;
import dev.sandglass.sandbox.ListFilter;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.telemetry.consent.DecidedBy;
import dev.sandglass.telemetry.consent.Decision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sand doctor}. */
@Command(
    name = "doctor",
    description = {
      "Look at what this machine offers for sandboxes, and say how to get what is missing.",
      "Ends with 0 when sandboxes can run, and with 125 when they cannot."
    },
    footer = {"  sand doctor", "  sand doctor -o json"})
public final class DoctorCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Creates the command. */
  public DoctorCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<Check> checks = new ArrayList<>();
    boolean local = configuration(checks);
    List<Check> machine = new MachineChecks(context.environment()).run(stateDirectory());
    // With a server elsewhere this machine need not be able to run sandboxes.
    machine.forEach(check -> checks.add(local ? check : softened(check)));
    provider(checks, local);
    terminal(checks);
    checks.add(telemetry());
    checks.add(openTelemetry());
    context.printer().list(Check.VIEW, checks);
    boolean failed = checks.stream().anyMatch(check -> check.status() == Check.Status.FAIL);
    return (failed ? ExitCode.CANNOT : ExitCode.SUCCESS).code();
  }

  private boolean configuration(List<Check> checks) {
    try {
      ProviderSettings provider =
          context.configuration().providerInUse(context.options().provider());
      checks.add(Check.ok("configuration", context.configuration().file().toString()));
      return provider.kind().equals(ProviderSettings.LOCAL);
    } catch (ConfigurationException e) {
      checks.add(
          Check.fail(
              "configuration", String.valueOf(e.getMessage()), "Mend the file: sand config path"));
      return true;
    }
  }

  private static Check softened(Check check) {
    return check.status() == Check.Status.FAIL
        ? Check.warn(check.name(), check.found(), check.fix())
        : check;
  }

  private void provider(List<Check> checks, boolean local) {
    if (checks.get(0).status() == Check.Status.FAIL) {
      return;
    }
    try {
      if (local) {
        checks.add(engine(context.client().engine().status()));
      } else {
        ListFilter one = new ListFilter(Set.of(), Map.of(), 1);
        context.client().sandboxes().list(one).iterator().hasNext();
        checks.add(Check.ok("provider", "it answers"));
      }
    } catch (SandboxException | ConfigurationException e) {
      checks.add(
          Check.fail(
              local ? "engine" : "provider",
              String.valueOf(e.getMessage()),
              local ? "sand engine logs" : "sand provider ls"));
    }
  }

  private static Check engine(Optional<EngineInfo> engine) {
    if (engine.isEmpty()) {
      return Check.ok("engine", "not running; it starts when it is needed");
    }
    String version = engine.get().version();
    String found = "version " + version + ", process " + engine.get().pid();
    return version.equals(Version.current().text())
        ? Check.ok("engine", found)
        : Check.warn("engine", found + "; this is " + Version.current().text(), "sand engine stop");
  }

  private void terminal(List<Check> checks) {
    String type = context.environment().get("TERM").orElse("none");
    boolean terminal = context.console().terminals().in() && context.console().terminals().out();
    checks.add(Check.ok("terminal", terminal ? type : type + ", input or output redirected"));
  }

  private Check telemetry() {
    Decision decision = context.telemetry().installation().consent().decide();
    String found = decision.mode().name().toLowerCase(Locale.ROOT) + ": " + Reasons.of(decision);
    return decision.decidedBy() == DecidedBy.SETTINGS_UNREADABLE
        ? Check.warn("telemetry", found, "Mend the file: sand config path")
        : Check.ok("telemetry", found);
  }

  private Check openTelemetry() {
    Switch decision = context.otel().decision();
    String found = decision.on() ? "on" : "off";
    return Check.ok(
        "opentelemetry", decision.origin().isEmpty() ? found : found + ": " + decision.origin());
  }

  private Path stateDirectory() {
    Environment environment = context.environment();
    return environment
        .get("XDG_STATE_HOME")
        .filter(path -> path.startsWith("/"))
        .map(Path::of)
        .orElseGet(
            () ->
                Path.of(
                    environment.get("HOME").orElse(System.getProperty("user.home")),
                    ".local",
                    "state"))
        .resolve("sandglass");
  }
}
