package dev.sandglass.telemetry.upload;

import java.util.List;

/**
 * What would be sent now.
 *
 * @param bodies the bodies of the requests, exactly as they would be sent but for the compression
 * @param unproven names that are in none of the bodies, but would be if the uploader found out that
 *     they are public
 */
public record Preview(List<String> bodies, List<String> unproven) {
  /** Copies the lists. */
  public Preview {
    bodies = List.copyOf(bodies);
    unproven = List.copyOf(unproven);
  }
}
