package dev.sandglass.cli.telemetry;

import dev.sandglass.cli.Environment;
import dev.sandglass.cli.Version;
import dev.sandglass.engine.telemetry.EngineInstallation;
import dev.sandglass.sandbox.UsageTelemetry;
import dev.sandglass.sandbox.http.ObservedRequest;
import dev.sandglass.sandbox.http.RequestObserver;
import dev.sandglass.telemetry.Application;
import dev.sandglass.telemetry.Installation;
import dev.sandglass.telemetry.Telemetry;
import dev.sandglass.telemetry.consent.Consent;
import dev.sandglass.telemetry.consent.DecidedBy;
import dev.sandglass.telemetry.consent.Mode;
import dev.sandglass.telemetry.event.Client.Source;
import dev.sandglass.telemetry.event.HttpStatus;
import dev.sandglass.telemetry.event.Milliseconds;
import dev.sandglass.telemetry.event.RandomBytes;
import dev.sandglass.telemetry.event.ReleaseVersion;
import dev.sandglass.telemetry.event.RequestHandled;
import dev.sandglass.telemetry.event.RequestHandled.ProviderKind;
import dev.sandglass.telemetry.event.RequestHandled.Side;
import dev.sandglass.telemetry.spool.StateDirectory;
import dev.sandglass.telemetry.spool.Trace;
import dev.sandglass.telemetry.upload.Destination;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Usage telemetry of {@code sand}. Making one does nothing: settings are read when the first
 * decision is needed, files are written when the run ends.
 */
public final class CliTelemetry {
  /** What {@code sand} calls itself in events and directories. */
  private static final String NAME = EngineInstallation.APPLICATION;

  private static final Application.Notice NOTICE =
      new Application.Notice(
          EngineInstallation.NOTICE_VERSION,
          List.of(
              "",
              "sand counts which of its commands are used and how they end, under a random ID.",
              "It never tells arguments, names, paths, contents or your address, and recorded",
              "nothing yet. 'sand telemetry show' prints every byte before it is sent;",
              "'sand telemetry disable' switches it off. This is said once."));

  private final Environment environment;
  private final Installation installation;
  private final Telemetry telemetry;

  /**
   * Prepares the telemetry of a run.
   *
   * @param standardError takes lines for who watches the queue
   */
  public CliTelemetry(Environment environment, Clock clock, Consumer<String> standardError) {
    this.environment = environment;
    boolean traced = environment.get("LOG_LEVEL").filter("trace"::equalsIgnoreCase).isPresent();
    Trace trace = traced ? line -> standardError.accept("telemetry: " + line) : Trace.NONE;
    this.installation =
        new Installation(
            new Application(NAME, CliTelemetry::version, NOTICE),
            environment.variables(),
            new ConfigurationSettings(environment.variables()),
            StateDirectory.of(environment.variables(), NAME),
            clock,
            RandomBytes.system(),
            trace);
    this.telemetry =
        new Telemetry(
            installation,
            () -> destination().problem().isEmpty(), // a build without a project key has one
            () -> Uploads.start(environment));
  }

  private static ReleaseVersion version() {
    return ReleaseVersion.of(Version.current().text()).orElseThrow();
  }

  /** Returns settings, state and consent, for the commands about telemetry. */
  public Installation installation() {
    return installation;
  }

  /** Returns where events are uploaded to. */
  public Destination destination() {
    return Destination.of(
        environment.variables(),
        installation.application().variable(),
        ProjectKey.ofThisBuild().orElse(""));
  }

  /** Returns the telemetry of this run. */
  public Telemetry run() {
    return telemetry;
  }

  /** Returns whether nothing may be recorded because this is continuous integration. */
  public boolean isOffInContinuousIntegration() {
    return telemetry.decision().decidedBy() == DecidedBy.CONTINUOUS_INTEGRATION;
  }

  /** Returns what the local engine may record about this run's requests. */
  public UsageTelemetry forEngine() {
    return telemetry.decision().mode() == Mode.ON ? UsageTelemetry.ON : UsageTelemetry.OFF;
  }

  /**
   * Returns the variables of a new sandbox, by which {@code sand} inside it belongs to this
   * installation and obeys the same switch.
   */
  public Map<String, String> forNewSandbox() {
    String variable = installation.application().variable();
    return telemetry
        .id()
        .map(id -> Map.of(variable, "on", installation.application().idVariable(), id.toString()))
        .orElse(Map.of(variable, "off"));
  }

  /**
   * Returns the variables of a command in a sandbox that exists. They switch off what was on when
   * it was made, but never on what was off: that may have been its maker's wish.
   */
  public Map<String, String> forCommand() {
    String idVariable = installation.application().idVariable();
    return telemetry
        .id()
        .map(id -> Map.of(idVariable, id.toString()))
        .orElse(Map.of(installation.application().variable(), "off", idVariable, ""));
  }

  /** Returns what is told of requests to a provider of this kind. */
  public RequestObserver requests(String providerKind) {
    ProviderKind kind =
        switch (providerKind) {
          case "local" -> ProviderKind.LOCAL;
          case "opensandbox" -> ProviderKind.OPENSANDBOX;
          case "daytona" -> ProviderKind.DAYTONA;
          default -> ProviderKind.OTHER;
        };
    return request -> outcome -> telemetry.happened(handled(kind, request, outcome));
  }

  private static RequestHandled handled(
      ProviderKind kind, ObservedRequest request, RequestObserver.Outcome outcome) {
    return new RequestHandled(
        Side.MADE,
        request.method(),
        request.template(),
        request.query(),
        outcome.status().isPresent()
            ? HttpStatus.of(outcome.status().getAsInt())
            : Optional.empty(),
        Milliseconds.of(outcome.duration()),
        kind);
  }

  /** Returns where this run was called from. */
  public Source source(boolean terminal) {
    if (installation.handedDownId().isPresent()) {
      return Source.SANDBOX;
    } else if (Consent.isContinuousIntegration(environment.variables())) {
      return Source.CI;
    }
    return terminal ? Source.TERMINAL : Source.SCRIPT;
  }
}
