package dev.sandglass.sandbox.files;

import java.time.Instant;

/**
 * A file, directory or link.
 *
 * @param path absolute path inside; untrusted text
 * @param type what it is
 * @param sizeBytes its size
 * @param modifiedAt when its content changed last
 * @param createdAt when it was created, as far as the file system knows
 * @param owner its owner's name or number
 * @param group its group's name or number
 * @param mode its permission bits, as in {@code 0644}
 */
public record FileInfo(
    String path,
    Type type,
    long sizeBytes,
    Instant modifiedAt,
    Instant createdAt,
    String owner,
    String group,
    int mode) {
  /** What an entry is. */
  public enum Type {
    FILE,
    DIRECTORY,
    SYMLINK,
    OTHER
  }

  /** The last segment of its path; {@code /} for the root. */
  public String fileName() {
    int slash = path.lastIndexOf('/');
    return slash < 0 || path.length() == 1 ? path : path.substring(slash + 1);
  }
}
