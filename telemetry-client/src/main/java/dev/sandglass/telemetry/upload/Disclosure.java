package dev.sandglass.telemetry.upload;

import dev.sandglass.scrubber.GitRemote;
import dev.sandglass.scrubber.ImageReference;
import dev.sandglass.scrubber.PublicGitRepository;
import dev.sandglass.scrubber.PublicImage;
import dev.sandglass.telemetry.event.Event;
import dev.sandglass.telemetry.event.SandboxChanged;
import dev.sandglass.telemetry.spool.Candidates;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Adds to events the names that wait beside the queue, if they prove to be public. */
final class Disclosure {
  private final Candidates candidates;
  private final PublicChecks checks;
  private final Set<String> unproven = new LinkedHashSet<>();

  Disclosure(Candidates candidates, PublicChecks checks) {
    this.candidates = candidates;
    this.checks = checks;
  }

  /** Returns an event with those of its names that are public. */
  Event apply(Event event) {
    if (!(event.body() instanceof SandboxChanged changed)
        || changed.origin() != SandboxChanged.Origin.IMAGE) {
      return event;
    }
    Candidates.Names names = candidates.of(event.id());
    Optional<PublicImage> image =
        changed.image().or(() -> names.image().flatMap(this::publicImage));
    Optional<PublicGitRepository> repository =
        changed.repository().or(() -> names.repository().flatMap(this::publicRepository));
    return new Event(
        event.id(),
        event.timestamp(),
        event.cliId(),
        event.client(),
        new SandboxChanged(changed.change(), changed.origin(), image, repository));
  }

  /** Returns the names that were found not to be public, or not found out about. */
  List<String> unproven() {
    return List.copyOf(unproven);
  }

  private Optional<PublicImage> publicImage(ImageReference reference) {
    Optional<PublicImage> image = PublicImage.proven(reference, checks::isPublic);
    if (image.isEmpty()) {
      unproven.add(reference.name());
    }
    return image;
  }

  private Optional<PublicGitRepository> publicRepository(GitRemote remote) {
    Optional<PublicGitRepository> repository = PublicGitRepository.proven(remote, checks::isPublic);
    if (repository.isEmpty()) {
      unproven.add(remote.toString());
    }
    return repository;
  }
}
