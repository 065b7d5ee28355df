package dev.sandglass.scrubber;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last look at a value before it leaves the machine. It fails closed: what only looks like
 * something private is found too, such as four numbers that may be a version or an address.
 *
 * <p>It is for the few values that are not words of a fixed list: names of public repositories and
 * images, identifiers, versions. Such values are short and plain ASCII; anything else is a finding
 * by itself. A route template is a word of a fixed list and is not for this gate, which takes it
 * for an absolute path. A UUID alone is never a finding. Takes linear time; immutable.
 */
public final class DisclosureGate {
  /** What a value holds that must not leave. */
  public enum Finding {
    /** The path of somebody's home directory. */
    HOME_PATH,
    /** The name of a user of this machine. */
    USER_NAME,
    /** The name of this machine. */
    HOST_NAME,
    /** An e-mail address, or anything with an at sign. */
    EMAIL,
    /** An IPv4 or IPv6 address. */
    IP_ADDRESS,
    /** The address of a network interface. */
    MAC_ADDRESS,
    /** A key, token or password, or what is random enough to be one. */
    SECRET,
    /** A URL with its scheme. */
    URL,
    /** The path of a file. */
    ABSOLUTE_PATH,
    /** Characters that no reported value needs: controls, and all beyond ASCII. */
    UNUSUAL_TEXT,
    /** More than {@value DisclosureGate#MAX_LENGTH} characters. */
    TOO_LONG
  }

  /**
   * What is private of this machine. Names that are the same everywhere – {@code root}, {@code
   * ubuntu}, {@code localhost} – and names of fewer than three characters tell nothing of anybody
   * and are not looked for. Names of three and four characters are found as whole words, longer
   * ones inside of words too; capitals make no difference.
   *
   * @param homePaths absolute paths of home directories
   * @param userNames names of users
   * @param hostNames names of this machine; of a name with dots the first part counts too
   */
  public record Machine(List<String> homePaths, List<String> userNames, List<String> hostNames) {
    /** Makes a description of a machine. */
    public Machine {
      homePaths = List.copyOf(homePaths);
      userNames = List.copyOf(userNames);
      hostNames = List.copyOf(hostNames);
    }

    /**
     * Describes the machine this runs on, from the environment, the system properties and two small
     * files; asks neither the network nor another program.
     *
     * @param environment the variables of the process
     */
    public static Machine current(Map<String, String> environment) {
      return ThisMachine.describe(environment);
    }
  }

  /** Names of public things and identifiers are far shorter. */
  static final int MAX_LENGTH = 4096;

  private final GateRules rules;
  private final List<PrivateName> users = new ArrayList<>();
  private final List<PrivateName> hosts = new ArrayList<>();

  private DisclosureGate(Machine machine) {
    rules = new GateRules(machine.homePaths());
    machine.userNames().forEach(name -> PrivateName.of(name).ifPresent(users::add));
    for (String name : machine.hostNames()) {
      PrivateName.of(name).ifPresent(hosts::add);
      int dot = name.indexOf('.');
      if (dot > 0) {
        PrivateName.of(name.substring(0, dot)).ifPresent(hosts::add);
      }
    }
  }

  /** Makes a gate for what leaves a machine. */
  public static DisclosureGate of(Machine machine) {
    return new DisclosureGate(machine);
  }

  /** Returns the first thing found that must not leave, or empty if the value may. */
  public Optional<Finding> check(String value) {
    if (value.length() > MAX_LENGTH) {
      return Optional.of(Finding.TOO_LONG);
    }
    if (GateRules.isUuid(value)) {
      return Optional.empty();
    }
    Optional<Finding> found = find(value);
    if (found.isEmpty()) {
      String plain = PlainForm.of(value);
      found = plain.equals(value) ? found : find(plain);
    }
    return found.isEmpty() && !PlainForm.isPrintableAscii(value)
        ? Optional.of(Finding.UNUSUAL_TEXT)
        : found;
  }

  private Optional<Finding> find(String value) {
    Optional<Finding> found = rules.find(value);
    if (found.isPresent()) {
      return found;
    }
    if (PrivateName.anyIn(value, users)) {
      return Optional.of(Finding.USER_NAME);
    }
    return PrivateName.anyIn(value, hosts) ? Optional.of(Finding.HOST_NAME) : Optional.empty();
  }
}
