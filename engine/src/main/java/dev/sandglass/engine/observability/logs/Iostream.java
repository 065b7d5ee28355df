package dev.sandglass.engine.observability.logs;

import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.util.Locale;

/** An output of a command. */
public enum Iostream {
  STDOUT(SeverityNumber.SEVERITY_NUMBER_INFO, "INFO"),
  STDERR(SeverityNumber.SEVERITY_NUMBER_ERROR, "ERROR");

  private final SeverityNumber severity;
  private final String severityText;

  Iostream(SeverityNumber severity, String severityText) {
    this.severity = severity;
    this.severityText = severityText;
  }

  SeverityNumber severity() {
    return severity;
  }

  String severityText() {
    return severityText;
  }

  /** The value of {@code log.iostream}, which is also the name of the file that holds it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The output of this name, {@code stdout} or {@code stderr}. */
  public static Iostream of(String name) {
    return name.equals("stderr") ? STDERR : STDOUT;
  }
}
