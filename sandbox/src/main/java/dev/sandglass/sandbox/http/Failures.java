package dev.sandglass.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxException.ConnectionLost;
import dev.sandglass.sandbox.SandboxException.Details;
import dev.sandglass.sandbox.SandboxException.Forbidden;
import dev.sandglass.sandbox.SandboxException.InvalidRequest;
import dev.sandglass.sandbox.SandboxException.LocalFault;
import dev.sandglass.sandbox.SandboxException.NotFound;
import dev.sandglass.sandbox.SandboxException.ProviderUnreachable;
import dev.sandglass.sandbox.SandboxException.RateLimited;
import dev.sandglass.sandbox.SandboxException.ServerFault;
import dev.sandglass.sandbox.SandboxException.TimedOut;
import dev.sandglass.sandbox.SandboxException.Unauthorized;
import dev.sandglass.scrubber.Redactor;
import dev.sandglass.scrubber.TerminalText;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says what a failed request means: the one place where statuses and I/O errors become types. */
public final class Failures {
  static final String REQUEST_ID = "X-Request-ID";

  private static final int MAX_ERROR_BODY = 64 * 1024;
  private static final int MAX_TEXT = 300;
  private static final Pattern REQUEST_ID_FORMAT = Pattern.compile("[A-Za-z0-9._-]{1,128}");
  private static final Pattern CODE_FORMAT = Pattern.compile("[A-Za-z0-9_:.-]{1,100}");
  private static final Pattern DELAY = Pattern.compile("[0-9]{1,6}");
  private static final Set<String> STATE_CODES =
      Set.of("SANDBOX::INVALID_STATE", "SNAPSHOT::INVALID_STATE", "COMMAND::INVALID_STATE");

  private Failures() {}

  /**
   * Makes text of a server printable on one line of at most 300 characters. If it has a URL or an
   * address in it, its secrets are taken out.
   */
  public static String printable(String untrusted) {
    // First: of a secret that is cut in the middle nothing would tell that it is one.
    String safe = withoutSecrets(untrusted);
    boolean cut = safe.length() > MAX_TEXT;
    String text = TerminalText.printable(cut ? safe.substring(0, MAX_TEXT - 1) : safe.strip());
    return text.length() > MAX_TEXT
        ? text.substring(0, MAX_TEXT - 1) + "…"
        : cut ? text + "…" : text;
  }

  /** Few texts can hold credentials, and only for them is the redactor loaded. */
  private static String withoutSecrets(String text) {
    return text.contains("//") || text.indexOf('@') >= 0 ? new Redactor().redact(text) : text;
  }

  /** Explains an answer that is an error; reads its body. */
  static SandboxException ofAnswer(Answer answer) {
    byte[] bytes;
    try (InputStream body = answer.body()) {
      bytes = body.readNBytes(MAX_ERROR_BODY);
    } catch (IOException e) {
      bytes = new byte[0]; // the status alone still says what went wrong
    }
    return ofStatus(answer.status(), answer.headers(), bytes);
  }

  private static SandboxException ofStatus(int status, HttpHeaders headers, byte[] body) {
    Envelope envelope = Envelope.read(body);
    String requestId =
        headers
            .firstValue(REQUEST_ID)
            .filter(id -> REQUEST_ID_FORMAT.matcher(id).matches())
            .orElse(null);
    Details details = new Details(envelope.code, requestId, null);
    return ofError(status, envelope.message, retryAfter(headers).orElse(null), details);
  }

  /** Explains an error that a server sent in an event or a frame instead of a status. */
  public static SandboxException ofError(
      int status, @Nullable String serverText, @Nullable Duration retryAfter, Details details) {
    String text = serverText == null || serverText.isBlank() ? null : printable(serverText);
    String code = details.code() == null ? "" : details.code();
    return switch (status) {
      case 400, 405, 406, 411, 413, 414, 415, 416, 422 ->
          new InvalidRequest(text != null ? text : "The server refused the request", details);
      case 401 ->
          new Unauthorized(
              "The server does not accept the API key; set the right one for this provider",
              details);
      case 403 -> new Forbidden(text != null ? text : "The server does not allow this", details);
      case 404, 410 ->
          new NotFound(
              text != null ? text : "The server does not know what was asked for", details);
      case 408 -> new TimedOut(text != null ? text : "The server gave up waiting", details);
      case 409 ->
          STATE_CODES.contains(code)
              ? new SandboxException.WrongState(text != null ? text : "Wrong state", details)
              : new SandboxException.Conflict(
                  text != null ? text : "The server reports a conflict", details);
      case 429 -> new RateLimited(rateLimited(text, retryAfter), retryAfter, details);
      default ->
          new ServerFault(
              "The server failed (HTTP " + status + ")" + (text != null ? ": " + text : ""),
              status,
              details);
    };
  }

  private static String rateLimited(@Nullable String text, @Nullable Duration retryAfter) {
    String when = retryAfter == null ? "later" : "in " + retryAfter.toSeconds() + " s";
    return "Too many requests; try again " + when + (text != null ? " (" + text + ")" : "");
  }

  /** Explains why there is no answer. */
  static SandboxException ofException(Throwable failure, Server server, Duration limit) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SandboxException known) {
        return known;
      }
      if (t instanceof StreamPublisher.SourceFailure) {
        return ofSource(t);
      }
      if (t instanceof HttpConnectTimeoutException) {
        return new ProviderUnreachable(
            "No connection to " + server.origin() + " in time; check the address and the network",
            Details.causedBy(failure));
      }
      if (t instanceof HttpTimeoutException) {
        return timedOut(server, limit, failure);
      }
      if (t instanceof UnresolvedAddressException) {
        return new ProviderUnreachable(
            "No host of that name: " + server.origin() + "; check the provider's URL",
            Details.causedBy(failure));
      }
      if (t instanceof SSLException) {
        return new ProviderUnreachable(
            "No secure connection to " + server.origin() + ": " + printable(text(t)),
            Details.causedBy(failure));
      }
    }
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof ConnectException) {
        return new ProviderUnreachable(
            "Nothing answers at " + server.origin() + "; check that the server runs",
            Details.causedBy(failure));
      }
    }
    return new ConnectionLost(
        "The connection to " + server.origin() + " broke before it answered; try again",
        Details.causedBy(failure));
  }

  static TimedOut timedOut(Server server, Duration limit, Throwable cause) {
    return new TimedOut(
        server.origin() + " did not answer within " + limit.toMillis() / 1000.0 + " s",
        Details.causedBy(cause));
  }

  /** Explains why a body broke off. */
  public static SandboxException ofTransfer(IOException failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SandboxException known) {
        return known;
      }
      if (t instanceof InterruptedException) {
        return interrupted(failure);
      }
    }
    return new ConnectionLost(
        "The connection broke in the middle of the transfer; try again", Details.causedBy(failure));
  }

  /** Says that the calling thread was interrupted, and sets its flag again. */
  public static SandboxException.Interrupted interrupted(Throwable cause) {
    Thread.currentThread().interrupt();
    return new SandboxException.Interrupted("Interrupted", Details.causedBy(cause));
  }

  /** A stream to be sent may itself be one of this module: then that one's failure is the cause. */
  private static SandboxException ofSource(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SandboxException known) {
        return known;
      }
    }
    return localFault(failure);
  }

  /** Says that a local stream failed. */
  public static LocalFault localFault(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return new LocalFault(
        "Cannot read or write: " + printable(text(cause)), Details.causedBy(cause));
  }

  private static String text(Throwable t) {
    return t.getMessage() == null ? t.getClass().getSimpleName() : t.getMessage();
  }

  /**
   * The delay of {@code Retry-After}; dates are not read, as no server of this protocol sends any.
   */
  static Optional<Duration> retryAfter(HttpHeaders headers) {
    return headers
        .firstValue("Retry-After")
        .filter(value -> DELAY.matcher(value).matches())
        .map(value -> Duration.ofSeconds(Long.parseLong(value)));
  }

  private record Envelope(@Nullable String code, @Nullable String message) {
    static Envelope read(byte[] body) {
      JsonNode node;
      try {
        node = Answer.mapper().readTree(body);
      } catch (IOException e) {
        node = null; // not JSON: a proxy's page, perhaps
      }
      if (node == null || !node.isObject()) {
        return new Envelope(null, plainText(body));
      }
      String code = node.path("code").asText("");
      String message = node.path("message").asText(node.path("error").asText(""));
      return new Envelope(
          CODE_FORMAT.matcher(code).matches() ? code : null, message.isEmpty() ? null : message);
    }

    private static @Nullable String plainText(byte[] body) {
      String text = new String(body, StandardCharsets.UTF_8).strip();
      return text.isEmpty() || text.startsWith("<") ? null : text;
    }
  }
}
