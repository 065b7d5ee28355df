package dev.sandglass.telemetry.event;

import java.util.Optional;

/**
 * The version of a program: three numbers and how finished it is, nothing else.
 *
 * @param major from 0 to 9999
 * @param minor from 0 to 9999
 * @param patch from 0 to 9999
 * @param stage how finished it is
 */
public record ReleaseVersion(int major, int minor, int patch, Stage stage) {
  private static final int LIMIT = 10_000;

  /** How finished a version is. */
  public enum Stage {
    RELEASE(""),
    SNAPSHOT("-SNAPSHOT"),
    CANDIDATE("-rc"),
    OTHER("-other");

    private final String suffix;

    Stage(String suffix) {
      this.suffix = suffix;
    }

    static Stage of(String suffix) {
      for (Stage stage : values()) {
        if (stage.suffix.equals(suffix)) {
          return stage;
        }
      }
      // A candidate's number says nothing that its date does not.
      return suffix.startsWith(CANDIDATE.suffix) ? CANDIDATE : OTHER;
    }
  }

  /** Checks the bounds. */
  public ReleaseVersion {
    for (int number : new int[] {major, minor, patch}) {
      if (number < 0 || number >= LIMIT) {
        throw new IllegalArgumentException("A version's number is from 0 to " + (LIMIT - 1));
      }
    }
  }

  /** Reads a version such as {@code 1.2.3} or {@code 1.2.3-SNAPSHOT}; anything else is empty. */
  public static Optional<ReleaseVersion> of(String text) {
    int dash = text.indexOf('-');
    String[] numbers = (dash < 0 ? text : text.substring(0, dash)).split("\\.", -1);
    if (numbers.length != 3) {
      return Optional.empty();
    }
    int[] parts = new int[3];
    for (int i = 0; i < 3; i++) {
      if (!isNumber(numbers[i])) {
        return Optional.empty();
      }
      parts[i] = Integer.parseInt(numbers[i]);
    }
    Stage stage = Stage.of(dash < 0 ? "" : text.substring(dash));
    return Optional.of(new ReleaseVersion(parts[0], parts[1], parts[2], stage));
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= 4
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Returns the version as it is written. */
  @Override
  public String toString() {
    return major + "." + minor + "." + patch + stage.suffix;
  }
}
