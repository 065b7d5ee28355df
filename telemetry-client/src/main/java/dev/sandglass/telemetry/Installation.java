package dev.sandglass.telemetry;

import dev.sandglass.telemetry.consent.Consent;
import dev.sandglass.telemetry.consent.Mode;
import dev.sandglass.telemetry.consent.SettingsStore;
import dev.sandglass.telemetry.consent.UnreadableSettingsException;
import dev.sandglass.telemetry.event.CliId;
import dev.sandglass.telemetry.event.RandomBytes;
import dev.sandglass.telemetry.spool.Spool;
import dev.sandglass.telemetry.spool.StateDirectory;
import dev.sandglass.telemetry.spool.Trace;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * A program as it is installed for one user: its settings, its state, its environment. Cheap to
 * make; reads nothing until asked.
 */
public final class Installation {
  private final Application application;
  private final Map<String, String> environment;
  private final SettingsStore settings;
  private final StateDirectory state;
  private final Clock clock;
  private final RandomBytes random;
  private final Trace trace;
  private final Spool spool;

  /**
   * Describes an installation.
   *
   * @param environment the environment variables of this process
   * @param settings where consent and CLI ID are kept
   * @param state where events wait
   * @param trace is told what becomes of events
   */
  public Installation(
      Application application,
      Map<String, String> environment,
      SettingsStore settings,
      StateDirectory state,
      Clock clock,
      RandomBytes random,
      Trace trace) {
    this.application = application;
    this.environment = environment;
    this.settings = settings;
    this.state = state;
    this.clock = clock;
    this.random = random;
    this.trace = trace;
    this.spool = Spool.in(state, trace);
  }

  /** Returns the program. */
  public Application application() {
    return application;
  }

  /** Returns the environment variables. */
  public Map<String, String> environment() {
    return environment;
  }

  /** Returns where consent and CLI ID are kept. */
  public SettingsStore settings() {
    return settings;
  }

  /** Returns where events wait. */
  public StateDirectory state() {
    return state;
  }

  /** Returns the queue's entrance. */
  public Spool spool() {
    return spool;
  }

  /** Returns the clock. */
  public Clock clock() {
    return clock;
  }

  /** Returns what decides whether anything may be recorded. */
  public Consent consent() {
    return Consent.of(
        application.variable(),
        environment,
        settings,
        () -> spool.noticeShown(application.notice().version()));
  }

  /**
   * Decides anew whether anything may be recorded, and under which ID: the one handed down to a
   * sandbox, else that of the settings.
   */
  public Consent.Standing standing() {
    Consent.Standing standing = consent().standing();
    Optional<CliId> handedDown = handedDownId();
    return handedDown.isPresent() && standing.decision().mode() != Mode.OFF
        ? new Consent.Standing(standing.decision(), handedDown)
        : standing;
  }

  /**
   * Returns the ID that events carry: the one handed down to a sandbox, else that of the settings;
   * empty as long as there is none, or when the settings cannot be read.
   */
  public Optional<CliId> id() {
    return handedDownId().or(this::settingsId);
  }

  /** Returns the ID of the settings; empty when there is none, or when they cannot be read. */
  public Optional<CliId> settingsId() {
    try {
      return settings.read().id();
    } catch (UnreadableSettingsException e) {
      return Optional.empty(); // consent says so, with the reason
    }
  }

  /** Returns the ID that a sandbox was given, which makes this a program inside one. */
  public Optional<CliId> handedDownId() {
    return Optional.ofNullable(environment.get(application.idVariable())).flatMap(CliId::of);
  }

  /** Returns who is told what becomes of events. */
  public Trace trace() {
    return trace;
  }

  /** Returns the source of random numbers. */
  public RandomBytes random() {
    return random;
  }

  /** Makes an ID, or returns the one that another process has made; empty if none can be kept. */
  Optional<CliId> newId() {
    try {
      return Optional.of(settings.idOrElseStore(CliId.random(random)));
    } catch (RuntimeException e) {
      return Optional.empty(); // a home that cannot be written: telemetry is off for this run
    }
  }
}
