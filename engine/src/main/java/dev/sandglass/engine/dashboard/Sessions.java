package dev.sandglass.engine.dashboard;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Who may look at the dashboard: one-time tokens, and the sessions of browsers that began with one.
 * In memory only, so all of them end with the engine. Thread-safe.
 *
 * <p>A session has two secrets. Browsers send its cookie to every server of the same host, whatever
 * its port, so other servers on this machine see it when the same browser visits them. The page key
 * stays with the page, which no other port has a part in; data is had with both only.
 *
 * <p>Secrets are random, of 256 bits, and kept as digests: how long it takes to find that one is
 * unknown tells nothing about those that are known.
 */
final class Sessions {
  /** For how long a token waits for a browser. */
  static final Duration TOKEN_LIFE = Duration.ofSeconds(60);

  /** For how long a session lasts. */
  static final Duration SESSION_LIFE = Duration.ofHours(12);

  private static final Duration CODE_LIFE = Duration.ofSeconds(60);
  private static final int MOST = 16;
  private static final int SECRET_BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final LongSupplier nanoTime;
  private final Map<String, Long> tokens = new LinkedHashMap<>();
  private final Map<String, Session> sessions = new LinkedHashMap<>();

  /**
   * A session that has just begun.
   *
   * @param cookie what the browser identifies itself by
   * @param code what the page gets its key for, once
   */
  record Begun(String cookie, String code) {}

  private record Session(long began, Optional<String> code, Optional<String> pageKey) {}

  /** Measures time by a clock that never jumps, in nanoseconds. */
  Sessions(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Makes a token that begins one session within {@link #TOKEN_LIFE}. */
  synchronized String token() {
    forgetOld();
    String token = secret();
    tokens.put(digest(token), nanoTime.getAsLong());
    keepNewest(tokens);
    return token;
  }

  /** Begins a session, unless the token is unknown, used or too old. */
  synchronized Optional<Begun> begin(String token) {
    forgetOld();
    if (tokens.remove(digest(token)) == null) {
      return Optional.empty();
    }
    Begun begun = new Begun(secret(), secret());
    var session =
        new Session(nanoTime.getAsLong(), Optional.of(digest(begun.code())), Optional.empty());
    sessions.put(digest(begun.cookie()), session);
    keepNewest(sessions);
    return Optional.of(begun);
  }

  /** Makes the key of a session's page, unless the code is wrong, used or too old. */
  synchronized Optional<String> pageKey(String cookie, String code) {
    forgetOld();
    Session session = sessions.get(digest(cookie));
    if (session == null
        || !session.code().equals(Optional.of(digest(code)))
        || isOver(session.began(), CODE_LIFE)) {
      return Optional.empty();
    }
    String key = secret();
    sessions.put(
        digest(cookie), new Session(session.began(), Optional.empty(), Optional.of(digest(key))));
    return Optional.of(key);
  }

  /** Whether a cookie is that of a session: enough for the page, which holds nothing. */
  synchronized boolean hasBegun(String cookie) {
    forgetOld();
    return sessions.containsKey(digest(cookie));
  }

  /** Whether a cookie and a page key belong to one session: enough for data. */
  synchronized boolean admits(String cookie, String pageKey) {
    forgetOld();
    Session session = sessions.get(digest(cookie));
    return session != null && session.pageKey().equals(Optional.of(digest(pageKey)));
  }

  private void forgetOld() {
    tokens.values().removeIf(made -> isOver(made, TOKEN_LIFE));
    sessions.values().removeIf(session -> isOver(session.began(), SESSION_LIFE));
  }

  private boolean isOver(long began, Duration life) {
    return nanoTime.getAsLong() - began >= life.toNanos();
  }

  private static void keepNewest(Map<String, ?> entries) {
    Iterator<String> oldest = entries.keySet().iterator();
    while (entries.size() > MOST) {
      oldest.next();
      oldest.remove();
    }
  }

  private String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String digest(String secret) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
