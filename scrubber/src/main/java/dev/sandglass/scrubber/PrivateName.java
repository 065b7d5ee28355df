package dev.sandglass.scrubber;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The name of a user or a machine, which tells who somebody is. */
final class PrivateName {
  private static final int MIN_LENGTH = 3;

  /** From this length on a name inside of a longer word is that name. */
  private static final int MIN_PART_LENGTH = 5;

  /** Names of accounts and machines as systems and images bring them: nobody's own. */
  private static final Set<String> EVERYBODYS =
      Set.of(
          """
          admin administrator alpine app archlinux azureuser bin builder buildkitsandbox centos
          circleci cloudshell codespace coder container daemon debian default developer docker
          ec2-user fedora git github gitlab gitlab-runner gitpod guest host jenkins kali localdomain
          localhost nobody node nixos opc operator owner oracle pi raspberrypi root rocky runner
          runneradmin sandbox sandglass server service sys system test ubuntu user users vagrant
          vscode web workspace www www-data
          """
              .replace('\n', ' ')
              .strip()
              .split(" "));

  private final String name;

  private PrivateName(String name) {
    this.name = name;
  }

  /** Returns a name to look for, or empty if it is too short or everybody's. */
  static Optional<PrivateName> of(String name) {
    String folded = name.strip().toLowerCase(Locale.ROOT);
    return folded.length() < MIN_LENGTH || EVERYBODYS.contains(folded)
        ? Optional.empty()
        : Optional.of(new PrivateName(folded));
  }

  static boolean anyIn(String value, List<PrivateName> names) {
    String folded = value.toLowerCase(Locale.ROOT);
    for (PrivateName name : names) {
      if (name.isIn(folded)) {
        return true;
      }
    }
    return false;
  }

  private boolean isIn(String folded) {
    for (int at = folded.indexOf(name); at >= 0; at = folded.indexOf(name, at + 1)) {
      int end = at + name.length();
      boolean wholeWord =
          (at == 0 || !Character.isLetterOrDigit(folded.charAt(at - 1)))
              && (end == folded.length() || !Character.isLetterOrDigit(folded.charAt(end)));
      if (wholeWord || name.length() >= MIN_PART_LENGTH) {
        return true;
      }
    }
    return false;
  }
}
