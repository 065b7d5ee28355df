package dev.sandglass.scrubber;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * More than three hundred texts that a program must take from outside and must not pass on: paths
 * of homes, secrets, URLs, e-mail and other addresses, tricks of Unicode, very long ones. All of
 * them are made up.
 */
public final class HostileInputs {
  private static final String FILE = "hostile-inputs.txt";
  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");
  private static final int LONG = 20_000;

  private HostileInputs() {}

  /** What a text pretends to be or tries to do. */
  public enum Kind {
    /** Paths of files, most of them below a home directory. */
    PATH,
    /** Keys, tokens and passwords. */
    SECRET,
    /** URLs and remotes with credentials, private hosts, parameters. */
    URL,
    /** E-mail addresses. */
    EMAIL,
    /** Addresses of networks and machines. */
    ADDRESS,
    /** Request targets that try to leave their route. */
    ROUTE,
    /** Names of images and repositories that are not public or not well-formed. */
    NAME,
    /** Controls, look-alikes, invisible and broken characters. */
    UNICODE,
    /** Text in the syntax of something else: shells, SQL, JSON, formats. */
    SYNTAX,
    /** More than anybody expects. */
    LONG
  }

  /** Returns every input once, in a fixed order. */
  public static List<String> all() {
    List<String> all = new ArrayList<>();
    byKind().values().forEach(all::addAll);
    return Collections.unmodifiableList(all);
  }

  /** Returns the inputs of one kind. */
  public static List<String> of(Kind kind) {
    return byKind().getOrDefault(kind, List.of());
  }

  private static Map<Kind, List<String>> byKind() {
    Map<Kind, List<String>> inputs = new LinkedHashMap<>();
    Kind kind = Kind.PATH;
    for (String line : file().split("\n")) {
      if (line.startsWith("== ")) {
        kind = Kind.valueOf(line.substring(3));
      } else if (!line.isEmpty() && !line.startsWith("## ")) {
        inputs.computeIfAbsent(kind, ignored -> new ArrayList<>()).add(unescape(line));
      }
    }
    inputs.put(Kind.LONG, longOnes());
    return inputs;
  }

  private static List<String> longOnes() {
    List<String> inputs = new ArrayList<>();
    for (String unit :
        List.of(
            "jane-doe-", "/home/jane", "../", "%2e%2e%2f", "a.", "@", "a@b.", "token=x&", "{[")) {
      inputs.add("q" + unit.repeat(LONG / unit.length()) + "z");
    }
    inputs.add("https://jane:hunter2@git.acme.example/" + "x".repeat(LONG));
    inputs.add("\ud83d\ude00".repeat(LONG / 2));
    inputs.add("e" + "\u0301".repeat(LONG));
    return inputs;
  }

  private static String file() {
    try (InputStream file = HostileInputs.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException("No resource " + FILE);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Turns four hexadecimal digits behind {@code \}{@code u} into a character; nothing else. */
  private static String unescape(String line) {
    return ESCAPE
        .matcher(line)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    Character.toString(Integer.parseInt(escape.group(1), 16))));
  }
}
