package dev.sandglass.scrubber;

/** The words that values of a query may be reported as. */
public enum QueryWord implements QueryValue {
  TRUE("true"),
  FALSE("false"),
  PENDING("Pending"),
  STARTING("Starting"),
  RUNNING("Running"),
  PAUSING("Pausing"),
  PAUSED("Paused"),
  RESUMING("Resuming"),
  STOPPING("Stopping"),
  STOPPED("Stopped"),
  TERMINATED("Terminated"),
  FAILED("Failed"),
  DELETED("Deleted"),
  STDOUT("stdout"),
  STDERR("stderr");

  private final String text;

  QueryWord(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
