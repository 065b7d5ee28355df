package dev.sandglass.scrubber;

import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The name of a container image that is public: an official image, or one that a check has proven
 * public. There is no other way to make one. Of the tag only a version stays, of a digest nothing:
 * a tag is free text. {@code 3.12-slim} is not a version and is dropped whole. Immutable; equal
 * when the texts are.
 */
public final class PublicImage {
  private static final String OFFICIAL = "docker.io/library/";
  private static final int MAX_NUMBERS = 4;
  private static final int MAX_DIGITS = 4;

  private final String text;

  private PublicImage(ImageReference reference) {
    this.text =
        reference.name()
            + reference.tag().filter(PublicImage::isVersion).map(tag -> ":" + tag).orElse("");
  }

  /** Returns the image if it is one of Docker's official images, which are public by definition. */
  public static Optional<PublicImage> official(ImageReference reference) {
    String name = reference.name();
    return name.startsWith(OFFICIAL) && OfficialImages.has(name.substring(OFFICIAL.length()))
        ? Optional.of(new PublicImage(reference))
        : Optional.empty();
  }

  /** Returns whether the image is at a registry where a check can prove it public. */
  public static boolean canBeProven(ImageReference reference) {
    // Not official and yet without an owner: a name of the user's own, which no registry knows.
    return reference.isAtWellKnownRegistry() && !reference.name().startsWith(OFFICIAL);
  }

  /** Returns the image if it is official, or if it can be proven and the check finds it public. */
  public static Optional<PublicImage> proven(
      ImageReference reference, Predicate<ImageReference> isPublic) {
    Optional<PublicImage> official = official(reference);
    return official.isPresent() || !canBeProven(reference) || !isPublic.test(reference)
        ? official
        : Optional.of(new PublicImage(reference));
  }

  /** {@code v} or nothing, then one to four numbers, but not four that can be an address. */
  private static boolean isVersion(String tag) {
    String version = tag.startsWith("v") ? tag.substring(1) : tag;
    String[] numbers = version.split("\\.", -1);
    for (String number : numbers) {
      if (number.isEmpty() || number.length() > MAX_DIGITS || !Characters.areDigits(number)) {
        return false;
      }
    }
    return numbers.length <= MAX_NUMBERS && !IpAddresses.isVersion4(version);
  }

  /** Returns the name, such as {@code docker.io/library/python:3.12}. */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PublicImage image && image.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return text;
  }
}
