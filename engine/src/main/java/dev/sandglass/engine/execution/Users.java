package dev.sandglass.engine.execution;

import dev.sandglass.engine.isolation.Holder;
import dev.sandglass.engine.isolation.HostTool;
import dev.sandglass.engine.isolation.SandboxUser;
import dev.sandglass.engine.server.ApiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The users that a sandbox's own {@code /etc/passwd} and {@code /etc/group} name. */
final class Users {
  private static final int MAX_FILE_BYTES = 1024 * 1024;
  private static final int MAX_ID = 65535;

  private final List<Entry> users;
  private final Holder holder;

  private Users(Holder holder, List<Entry> users) {
    this.holder = holder;
    this.users = users;
  }

  /** A line of {@code /etc/passwd} or {@code /etc/group}; a group has no group and no home. */
  private record Entry(String name, int id, int group, String home) {}

  /**
   * A user to run a command as.
   *
   * @param ids user and group
   * @param home home directory if the sandbox knows the user
   * @param name login name if the sandbox knows the user
   */
  record User(SandboxUser ids, Optional<String> home, Optional<String> name) {
    static final User ROOT = new User(SandboxUser.ROOT, Optional.empty(), Optional.empty());

    /** What the environment says about the user; nothing about root, whose it is from the start. */
    Map<String, String> environment() {
      return home.isEmpty() || name.isEmpty() || ids.uid() == 0
          ? Map.of()
          : Map.of("HOME", home.get(), "USER", name.get(), "LOGNAME", name.get());
    }
  }

  /** Reads the sandbox's users. */
  static Users read(Holder holder) {
    return new Users(holder, read(holder, "/etc/passwd"));
  }

  /**
   * Finds the user that text means.
   *
   * @param text {@code name}, {@code uid}, {@code uid:gid} or {@code name:group}
   * @throws ApiException 400 if there is no such user
   */
  static User find(Holder holder, String text) {
    if (text.equals("0") || text.equals("0:0")) {
      return User.ROOT;
    }
    return read(holder).find(text);
  }

  /** The user with this number, in this group or else in the user's own. */
  static User find(Holder holder, OptionalLong uid, OptionalLong gid) {
    if (uid.isEmpty()) {
      if (gid.isPresent()) {
        throw Fields.invalid("gid needs uid too");
      }
      return User.ROOT;
    }
    if (uid.getAsLong() == 0 && gid.orElse(0) == 0) {
      return User.ROOT;
    }
    String text = Long.toString(uid.getAsLong());
    return find(holder, gid.isPresent() ? text + ":" + gid.getAsLong() : text);
  }

  /** The name of a user, or the number if it has none. */
  String name(int uid) {
    return users.stream()
        .filter(user -> user.id() == uid)
        .map(Entry::name)
        .findFirst()
        .orElseGet(() -> Integer.toString(uid));
  }

  private User find(String text) {
    int colon = text.indexOf(':');
    String userText = colon < 0 ? text : text.substring(0, colon);
    Optional<Entry> entry =
        users.stream()
            .filter(
                user ->
                    user.name().equals(userText) || Integer.toString(user.id()).equals(userText))
            .findFirst();
    int uid =
        entry
            .map(Entry::id)
            .or(() -> number(userText))
            .orElseThrow(
                () -> Fields.invalid("there is no user " + quoted(userText) + " in the sandbox"));
    int gid = colon < 0 ? entry.map(Entry::group).orElse(0) : group(text.substring(colon + 1));
    return new User(new SandboxUser(uid, gid), entry.map(Entry::home), entry.map(Entry::name));
  }

  private int group(String text) {
    return number(text)
        .or(
            () ->
                read(holder, "/etc/group").stream()
                    .filter(group -> group.name().equals(text))
                    .map(Entry::id)
                    .findFirst())
        .orElseThrow(() -> Fields.invalid("there is no group " + quoted(text) + " in the sandbox"));
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static Optional<Integer> number(String text) {
    if (!text.matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    int number = Integer.parseInt(text);
    if (number > MAX_ID) {
      throw Fields.invalid("user and group ids are 0 to " + MAX_ID + ", not " + number);
    }
    return Optional.of(number);
  }

  private static List<Entry> read(Holder holder, String path) {
    List<Entry> entries = new ArrayList<>();
    for (String line : content(holder, path).split("\n")) {
      String[] fields = line.split(":", -1);
      try {
        if (fields.length >= 3) {
          boolean user = fields.length >= 7;
          entries.add(
              new Entry(
                  fields[0],
                  Integer.parseInt(fields[2]),
                  user ? Integer.parseInt(fields[3]) : 0,
                  user ? fields[5] : ""));
        }
      } catch (NumberFormatException e) {
        // The sandbox wrote it; a line that names nobody is nobody.
        continue;
      }
    }
    return entries.stream()
        .filter(e -> e.id() >= 0 && e.id() <= MAX_ID)
        .collect(Collectors.toList());
  }

  private static String content(Holder holder, String path) {
    Process process = holder.tool(HostTool.CAT, List.of(path));
    try (var output = process.getInputStream()) {
      process.getOutputStream().close();
      process.getErrorStream().close();
      byte[] bytes = output.readNBytes(MAX_FILE_BYTES);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ApiException(500, "RUNTIME_ERROR", "cannot read " + path + " of the sandbox");
    }
  }
}
