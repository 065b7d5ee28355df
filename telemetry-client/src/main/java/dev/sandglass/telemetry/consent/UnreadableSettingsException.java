package dev.sandglass.telemetry.consent;

/** The settings are there but cannot be read, so that nothing is known of what the user wants. */
public final class UnreadableSettingsException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String where;

  /**
   * Says what is wrong.
   *
   * @param where the file, with the line if it is known
   */
  public UnreadableSettingsException(String where, Throwable cause) {
    super(where + " cannot be read", cause);
    this.where = where;
  }

  /** Returns the file, with the line if it is known. */
  public String where() {
    return where;
  }
}
