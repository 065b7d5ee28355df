package dev.sandglass.scrubber;

/** Tells IP addresses from other text with dots and colons, by their grammar only. */
final class IpAddresses {
  private static final int GROUPS = 8;

  private IpAddresses() {}

  /** Whether a text is four numbers up to 255 with dots between them. */
  static boolean isVersion4(String text) {
    int numbers = 0;
    int start = 0;
    while (start <= text.length()) {
      int dot = text.indexOf('.', start);
      int end = dot < 0 ? text.length() : dot;
      if (end == start || end - start > 3 || !Characters.areDigits(text.substring(start, end))) {
        return false;
      }
      if (Integer.parseInt(text, start, end, 10) > 255) {
        return false;
      }
      numbers++;
      start = end + 1;
    }
    return numbers == 4;
  }

  /** Whether a text is an IPv6 address, perhaps with an IPv4 address at its end; no zone. */
  static boolean isVersion6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text) == GROUPS;
    }
    if (text.lastIndexOf('.', gap) >= 0) {
      return false; // an IPv4 address stands at the end only
    }
    int before = groups(text.substring(0, gap));
    int after = groups(text.substring(gap + 2));
    return before >= 0 && after >= 0 && before + after < GROUPS;
  }

  /** The number of groups between single colons, or -1. */
  private static int groups(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    int groups = 0;
    int start = 0;
    while (start <= text.length()) {
      int colon = text.indexOf(':', start);
      int end = colon < 0 ? text.length() : colon;
      String group = text.substring(start, end);
      boolean last = end == text.length();
      if (last && isVersion4(group)) {
        groups++;
      } else if (!isGroup(group)) {
        return -1;
      }
      groups++;
      start = end + 1;
    }
    return groups;
  }

  private static boolean isGroup(String group) {
    for (int i = 0; i < group.length(); i++) {
      if (!Characters.isHex(group.charAt(i))) {
        return false;
      }
    }
    return !group.isEmpty() && group.length() <= 4;
  }
}
