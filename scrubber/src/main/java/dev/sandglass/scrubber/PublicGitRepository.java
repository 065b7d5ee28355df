package dev.sandglass.scrubber;

import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The name of a Git repository that is proven public. There is no other way to make one. */
public final class PublicGitRepository {
  private final GitRemote remote;

  private PublicGitRepository(GitRemote remote) {
    this.remote = remote;
  }

  /** Returns the repository if the check finds that anybody can read it. */
  public static Optional<PublicGitRepository> proven(
      GitRemote remote, Predicate<GitRemote> isPublic) {
    return isPublic.test(remote) ? Optional.of(new PublicGitRepository(remote)) : Optional.empty();
  }

  /** Returns the name, {@code github.com/owner/name}. */
  public String text() {
    return remote.toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PublicGitRepository repository && repository.remote.equals(remote);
  }

  @Override
  public int hashCode() {
    return remote.hashCode();
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return text();
  }
}
