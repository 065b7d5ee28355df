package dev.sandglass.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can go wrong with a sandbox.
 *
 * <p>The message is one printable line that says what to do; it holds no secret, and text of a
 * server in it has been escaped and cut.
 */
public abstract sealed class SandboxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String code;
  private final @Nullable String requestId;

  private SandboxException(String message, Details details) {
    super(message, details.cause);
    this.code = details.code;
    this.requestId = details.requestId;
  }

  /** The server's machine-readable code, such as {@code SANDBOX::NOT_FOUND}, if it sent one. */
  public final Optional<String> code() {
    return Optional.ofNullable(code);
  }

  /** The id under which the server's log has the request, if it sent one. */
  public final Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  /**
   * What is known beyond the message.
   *
   * @param code the server's code
   * @param requestId the server's id of the request
   * @param cause what caused it
   */
  public record Details(
      @Nullable String code, @Nullable String requestId, @Nullable Throwable cause) {
    /** Nothing more is known. */
    public static final Details NONE = new Details(null, null, null);

    /** Only the cause is known. */
    public static Details causedBy(Throwable cause) {
      return new Details(null, null, cause);
    }
  }

  /** What was named does not exist. */
  public static final class NotFound extends SandboxException {
    private static final long serialVersionUID = 1L;

    public NotFound(String message, Details details) {
      super(message, details);
    }
  }

  /** A name or id prefix fits several sandboxes. */
  public static final class Ambiguous extends SandboxException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> candidates;

    public Ambiguous(String message, List<String> candidates) {
      super(message, Details.NONE);
      this.candidates = List.copyOf(candidates);
    }

    /** The ids that fit. */
    public List<String> candidates() {
      return candidates;
    }
  }

  /** Something with that name exists already, or what was named is in use. */
  public static final class Conflict extends SandboxException {
    private static final long serialVersionUID = 1L;

    public Conflict(String message, Details details) {
      super(message, details);
    }
  }

  /** The sandbox, snapshot or command is in a state that does not allow this. */
  public static final class WrongState extends SandboxException {
    private static final long serialVersionUID = 1L;

    public WrongState(String message, Details details) {
      super(message, details);
    }
  }

  /** A value is missing, malformed or not allowed. */
  public static final class InvalidRequest extends SandboxException {
    private static final long serialVersionUID = 1L;

    public InvalidRequest(String message, Details details) {
      super(message, details);
    }
  }

  /** The server does not accept the API key, or wants one (401). */
  public static final class Unauthorized extends SandboxException {
    private static final long serialVersionUID = 1L;

    public Unauthorized(String message, Details details) {
      super(message, details);
    }
  }

  /** The key, or the user inside the sandbox, may not do this (403). */
  public static final class Forbidden extends SandboxException {
    private static final long serialVersionUID = 1L;

    public Forbidden(String message, Details details) {
      super(message, details);
    }
  }

  /** The server still refused after all retries because there were too many requests (429). */
  public static final class RateLimited extends SandboxException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    public RateLimited(String message, @Nullable Duration retryAfter, Details details) {
      super(message, details);
      this.retryAfter = retryAfter;
    }

    /** How long the server asks to wait, if it said. */
    public Optional<Duration> retryAfter() {
      return Optional.ofNullable(retryAfter);
    }
  }

  /** The server failed (5xx), or sent an answer that is not one of the protocol. */
  public static final class ServerFault extends SandboxException {
    private static final long serialVersionUID = 1L;

    private final int status;

    public ServerFault(String message, int status, Details details) {
      super(message, details);
      this.status = status;
    }

    /** The HTTP status of the answer. */
    public int status() {
      return status;
    }
  }

  /** No connection to the provider could be had; nothing was sent. */
  public static final class ProviderUnreachable extends SandboxException {
    private static final long serialVersionUID = 1L;

    public ProviderUnreachable(String message, Details details) {
      super(message, details);
    }
  }

  /** The connection broke in the middle; whether the server did the work is unknown. */
  public static final class ConnectionLost extends SandboxException {
    private static final long serialVersionUID = 1L;

    public ConnectionLost(String message, Details details) {
      super(message, details);
    }
  }

  /** It took longer than allowed. */
  public static final class TimedOut extends SandboxException {
    private static final long serialVersionUID = 1L;

    public TimedOut(String message, Details details) {
      super(message, details);
    }
  }

  /** The calling thread was interrupted (its flag is set again), or the client was closed. */
  public static final class Interrupted extends SandboxException {
    private static final long serialVersionUID = 1L;

    public Interrupted(String message, Details details) {
      super(message, details);
    }
  }

  /** The provider cannot do this at all; nothing was sent. */
  public static final class Unsupported extends SandboxException {
    private static final long serialVersionUID = 1L;

    private final Capability capability;

    public Unsupported(String message, Capability capability) {
      super(message, Details.NONE);
      this.capability = capability;
    }

    /** What the provider would need. */
    public Capability capability() {
      return capability;
    }
  }

  /** The embedded engine cannot be started, found or used. */
  public static final class EngineUnavailable extends SandboxException {
    private static final long serialVersionUID = 1L;

    public EngineUnavailable(String message, Details details) {
      super(message, details);
    }
  }

  /** A local file or stream that takes part in a transfer failed. */
  public static final class LocalFault extends SandboxException {
    private static final long serialVersionUID = 1L;

    public LocalFault(String message, Details details) {
      super(message, details);
    }
  }
}
