package dev.sandglass.engine.files;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/** A pattern without choices and exclusions. Matching takes time in proportion to its length. */
final class GlobTokens {
  private enum Kind {
    /** One character. */
    ONE,
    /** Any characters but the slash. */
    STAR,
    /** Whole directories, each with its slash. */
    DIRECTORIES,
    /** Inside of one of those. */
    IN_DIRECTORY,
    /** A slash and all that follows, or nothing. */
    BELOW,
    /** Anything. */
    ALL
  }

  private record Token(Kind kind, IntPredicate one) {}

  private static final IntPredicate NONE = c -> false;

  private final List<Token> tokens;

  private GlobTokens(List<Token> tokens) {
    this.tokens = tokens;
  }

  /** Reads a pattern; {@code open} if anything may follow what it matches. */
  static GlobTokens parse(String pattern, boolean open) {
    List<Token> tokens = new ArrayList<>();
    for (int i = 0; i < pattern.length(); ) {
      char c = pattern.charAt(i);
      boolean begins = i == 0 || pattern.charAt(i - 1) == '/';
      if (pattern.startsWith("/**", i) && i + 3 == pattern.length()) {
        tokens.add(new Token(Kind.BELOW, NONE));
        tokens.add(new Token(Kind.ALL, NONE));
        i += 3;
      } else if (begins && pattern.startsWith("**/", i)) {
        tokens.add(new Token(Kind.DIRECTORIES, NONE));
        tokens.add(new Token(Kind.IN_DIRECTORY, NONE));
        i += 3;
      } else if (begins && pattern.startsWith("**", i) && i + 2 == pattern.length()) {
        tokens.add(new Token(Kind.ALL, NONE));
        i += 2;
      } else if (c == '*') {
        tokens.add(new Token(Kind.STAR, NONE));
        i++;
      } else if (c == '?') {
        tokens.add(new Token(Kind.ONE, point -> point != '/'));
        i++;
      } else if (c == '[') {
        int end = classEnd(pattern, i);
        tokens.add(new Token(Kind.ONE, characterClass(pattern, i + 1, end - 1)));
        i = end;
      } else {
        i = literal(pattern, i, tokens);
      }
    }
    if (open) {
      tokens.add(new Token(Kind.ALL, NONE));
    }
    return new GlobTokens(tokens);
  }

  private static int literal(String pattern, int at, List<Token> tokens) {
    int i = pattern.charAt(at) == '\\' ? at + 1 : at;
    if (i == pattern.length()) {
      throw Glob.bad(pattern);
    }
    int wanted = pattern.codePointAt(i);
    tokens.add(new Token(Kind.ONE, point -> point == wanted));
    return i + Character.charCount(wanted);
  }

  /** The end of the class that begins here. */
  static int classEnd(String pattern, int open) {
    int first = open + 1;
    if (first < pattern.length()
        && (pattern.charAt(first) == '!' || pattern.charAt(first) == '^')) {
      first++;
    }
    for (int i = first; i < pattern.length(); i++) {
      if (pattern.charAt(i) == '\\') {
        i++;
      } else if (pattern.charAt(i) == ']') {
        if (i == first) {
          break;
        }
        return i + 1;
      }
    }
    throw Glob.bad(pattern);
  }

  private static IntPredicate characterClass(String pattern, int from, int to) {
    boolean negated = pattern.charAt(from) == '!' || pattern.charAt(from) == '^';
    IntPredicate any = NONE;
    int i = negated ? from + 1 : from;
    while (i < to) {
      i += pattern.charAt(i) == '\\' ? 1 : 0;
      int first = pattern.codePointAt(i);
      i += Character.charCount(first);
      int last = first;
      if (i + 1 < to && pattern.charAt(i) == '-') {
        i += pattern.charAt(i + 1) == '\\' ? 2 : 1;
        last = pattern.codePointAt(i);
        i += Character.charCount(last);
      }
      int end = last;
      any = any.or(point -> point >= first && point <= end);
    }
    IntPredicate listed = any;
    return negated
        ? point -> point != '/' && !listed.test(point)
        : point -> point != '/' && listed.test(point);
  }

  boolean matches(String text) {
    BitSet states = new BitSet(tokens.size() + 1);
    enter(states, 0);
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      BitSet next = new BitSet(tokens.size() + 1);
      for (int at = states.nextSetBit(0); at >= 0; at = states.nextSetBit(at + 1)) {
        if (at < tokens.size()) {
          step(at, point, next);
        }
      }
      states = next;
    }
    return states.get(tokens.size());
  }

  /** A state and those that are reached from it without a character. */
  private void enter(BitSet states, int at) {
    states.set(at);
    if (at == tokens.size()) {
      return;
    }
    switch (tokens.get(at).kind()) {
      case STAR, ALL -> enter(states, at + 1);
      case DIRECTORIES, BELOW -> enter(states, at + 2);
      default -> {
        // Needs a character.
      }
    }
  }

  private void step(int at, int point, BitSet next) {
    Token token = tokens.get(at);
    switch (token.kind()) {
      case ONE -> {
        if (token.one().test(point)) {
          enter(next, at + 1);
        }
      }
      case STAR -> {
        if (point != '/') {
          enter(next, at);
        }
      }
      case ALL -> enter(next, at);
      case BELOW -> {
        if (point == '/') {
          enter(next, at + 1);
        }
      }
      case DIRECTORIES -> {
        if (point == '/') {
          enter(next, at);
        } else {
          next.set(at + 1);
        }
      }
      case IN_DIRECTORY -> {
        if (point == '/') {
          enter(next, at - 1);
        } else {
          next.set(at);
        }
      }
    }
  }
}
