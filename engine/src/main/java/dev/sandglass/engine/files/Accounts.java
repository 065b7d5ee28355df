package dev.sandglass.engine.files;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Users and groups of one sandbox by its own {@code /etc/passwd} and {@code /etc/group}.
 *
 * @param fingerprint identifies the state of the two files
 * @param users numbers by name
 * @param groups numbers by name
 * @param userNames names by number
 * @param groupNames names by number
 */
record Accounts(
    String fingerprint,
    Map<String, Integer> users,
    Map<String, Integer> groups,
    Map<Integer, String> userNames,
    Map<Integer, String> groupNames) {
  private static final int MAX_ID = 65535;

  /** Nobody has a name. */
  static final Accounts NONE = new Accounts("", Map.of(), Map.of(), Map.of(), Map.of());

  /** Reads the two files; lines that make no sense are passed over. */
  static Accounts parse(String fingerprint, String passwd, String group) {
    Map<Integer, String> userNames = new HashMap<>();
    Map<Integer, String> groupNames = new HashMap<>();
    return new Accounts(
        fingerprint, numbers(passwd, userNames), numbers(group, groupNames), userNames, groupNames);
  }

  private static Map<String, Integer> numbers(String file, Map<Integer, String> names) {
    Map<String, Integer> numbers = new HashMap<>();
    for (String line : file.split("\n")) {
      String[] fields = line.split(":", 4);
      if (fields.length == 4 && !fields[0].isEmpty()) {
        number(fields[2])
            .ifPresent(
                number -> {
                  numbers.putIfAbsent(fields[0], number);
                  names.putIfAbsent(number, fields[0]);
                });
      }
    }
    return numbers;
  }

  private static Optional<Integer> number(String text) {
    if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    return Optional.of(Integer.valueOf(text)).filter(number -> number <= MAX_ID);
  }

  String userName(String number) {
    return name(userNames, number);
  }

  String groupName(String number) {
    return name(groupNames, number);
  }

  private static String name(Map<Integer, String> names, String number) {
    return number(number).map(names::get).orElse(number);
  }

  /**
   * What chown takes for these names or numbers, each of which may be empty: only numbers, marked
   * so that chown looks up nothing; {@code -} if both are empty.
   */
  String ownership(String owner, String group) {
    if (owner.isEmpty() && group.isEmpty()) {
      return "-";
    }
    String user = owner.isEmpty() ? "" : "+" + find(users, owner, "user");
    return group.isEmpty() ? user : user + ":+" + find(groups, group, "group");
  }

  private static int find(Map<String, Integer> numbers, String name, String what) {
    return Optional.ofNullable(numbers.get(name))
        .or(() -> number(name))
        .orElseThrow(
            () ->
                FileErrors.invalid(
                    "there is no " + what + " in the sandbox with the name " + name));
  }
}
