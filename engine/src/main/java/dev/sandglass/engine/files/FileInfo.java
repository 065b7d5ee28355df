package dev.sandglass.engine.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import java.time.Instant;
import java.util.List;

/**
 * A file as the API shows it.
 *
 * @param rawPath absolute path, one character for each byte
 * @param type the letter that find prints
 * @param size in bytes
 * @param modifiedAt when its content changed last
 * @param createdAt when it was made, or where that is not recorded, when it changed last
 * @param owner number of its owner
 * @param group number of its group
 * @param mode permissions in octal digits
 */
record FileInfo(
    String rawPath,
    char type,
    long size,
    Instant modifiedAt,
    Instant createdAt,
    String owner,
    String group,
    String mode) {

  /** Of a record of {@code files.sh}. */
  static FileInfo of(List<String> fields) {
    Instant born = instant(fields.get(3));
    return new FileInfo(
        fields.get(8),
        fields.get(0).charAt(0),
        Long.parseLong(fields.get(1)),
        instant(fields.get(2)),
        born.getEpochSecond() > 0 ? born : instant(fields.get(4)),
        fields.get(5),
        fields.get(6),
        fields.get(7));
  }

  /** Of seconds with a fraction of nine digits or more. */
  private static Instant instant(String seconds) {
    int point = seconds.indexOf('.');
    if (point < 0 || seconds.startsWith("-")) {
      return Instant.EPOCH;
    }
    String fraction = (seconds.substring(point + 1) + "000000000").substring(0, 9);
    return fraction.chars().allMatch(Character::isDigit)
        ? Instant.ofEpochSecond(
            Long.parseLong(seconds.substring(0, point)), Long.parseLong(fraction))
        : Instant.EPOCH;
  }

  boolean isDirectory() {
    return type == 'd';
  }

  /** The key that sorts entries by name within each directory, and what is in it after each. */
  String sortKey() {
    return rawPath.replace('/', '\0');
  }

  ObjectNode toJson(Accounts accounts) {
    return Json.object()
        .put("path", ByteText.text(rawPath))
        .put(
            "type",
            switch (type) {
              case 'f' -> "file";
              case 'd' -> "directory";
              case 'l' -> "symlink";
              default -> "other";
            })
        .put("size", size)
        .put("modified_at", modifiedAt.toString())
        .put("created_at", createdAt.toString())
        .put("owner", ByteText.text(accounts.userName(owner)))
        .put("group", ByteText.text(accounts.groupName(group)))
        .put("mode", Integer.parseInt(mode));
  }
}
