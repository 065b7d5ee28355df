package dev.sandglass.telemetry.event;

import dev.sandglass.scrubber.PublicGitRepository;
import dev.sandglass.scrubber.PublicImage;
import java.util.Optional;

/**
 * A sandbox of the local engine changed its state.
 *
 * @param change what happened to it
 * @param origin what kind of thing it was made from
 * @param image the image it came from, if that is known to be public
 * @param repository the source repository of that image, if that is known to be public
 */
public record SandboxChanged(
    @Meaning(name = "change", value = "What happened to the sandbox.") Change change,
    @Meaning(name = "origin", value = "What kind of thing the sandbox was made from.")
        Origin origin,
    @Meaning(
            name = "image",
            value =
                "The image it was made from if that is proven public, else `private-or-unknown`.")
        Optional<PublicImage> image,
    @Meaning(
            name = "repository",
            value = "The source repository of that image, under the same rule.")
        Optional<PublicGitRepository> repository)
    implements Event.Body {

  /** What can happen to a sandbox. */
  public enum Change {
    CREATED,
    STARTED,
    STOPPED,
    PAUSED,
    RESUMED,
    DELETED,
    FAILED
  }

  /** What a sandbox can be made from. */
  public enum Origin {
    /** The machine's own programs. */
    HOST,
    /** A template that the user made from a directory or an archive. */
    TEMPLATE,
    /** An image. */
    IMAGE,
    /** A snapshot of another sandbox. */
    SNAPSHOT
  }

  /** Stands in JSON where a name is not proven public. */
  static final String UNDISCLOSED = "private-or-unknown";

  /** Says that no name is known to be public yet. */
  public static SandboxChanged undisclosed(Change change, Origin origin) {
    return new SandboxChanged(change, origin, Optional.empty(), Optional.empty());
  }

  @Override
  public EventName eventName() {
    return EventName.LIFECYCLE;
  }
}
