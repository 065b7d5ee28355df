package dev.sandglass.cli;

import dev.sandglass.sandbox.SandboxException;

/**
 * Every kind of failure that {@code sand} tells apart. Its text is what programs read in {@code -o
 * json}: a part of the contract that docs/json-output.md describes.
 */
public enum ErrorKind {
  /** The command line is wrong. */
  USAGE("usage"),
  /** What was named does not exist. */
  NOT_FOUND("not-found"),
  /** A name fits several things. */
  AMBIGUOUS("ambiguous"),
  /** It exists already, or is in use. */
  CONFLICT("conflict"),
  /** Its state does not allow this. */
  WRONG_STATE("wrong-state"),
  /** The provider refused a value. */
  INVALID_REQUEST("invalid-request"),
  /** The provider does not accept the key. */
  UNAUTHORIZED("unauthorized"),
  /** The key, or the user inside, may not do this. */
  FORBIDDEN("forbidden"),
  /** There were too many requests. */
  RATE_LIMITED("rate-limited"),
  /** The provider failed. */
  SERVER_FAULT("server-fault"),
  /** No connection could be had. */
  PROVIDER_UNREACHABLE("provider-unreachable"),
  /** The connection broke in the middle. */
  CONNECTION_LOST("connection-lost"),
  /** A time limit passed. */
  TIMED_OUT("timed-out"),
  /** Somebody pressed Ctrl-C. */
  INTERRUPTED("interrupted"),
  /** The provider cannot do this at all. */
  UNSUPPORTED("unsupported"),
  /** The local engine cannot be started, found or used. */
  ENGINE_UNAVAILABLE("engine-unavailable"),
  /** A local file or stream of a transfer failed inside the client API. */
  LOCAL_FAULT("local-fault"),
  /** A file of this machine cannot be used. */
  LOCAL_FILE("local-file"),
  /** The configuration is wrong or cannot be used. */
  CONFIGURATION("configuration"),
  /** Bytes stopped flowing. */
  TRANSFER("transfer"),
  /** A setting that was asked for has no value. */
  NOT_SET("not-set"),
  /** Neither a file nor a directory nor a link. */
  NOT_A_FILE("not-a-file"),
  /** A directory was wanted. */
  NOT_A_DIRECTORY("not-a-directory"),
  /** A file was wanted. */
  IS_DIRECTORY("is-directory"),
  /** The sandbox has no grep. */
  NO_GREP("no-grep"),
  /** The grep of the sandbox failed. */
  GREP("grep"),
  /** More matches than one document holds. */
  TOO_MANY("too-many"),
  /** No browser could be opened. */
  BROWSER("browser"),
  /** The engine's log cannot be read. */
  LOG("log"),
  /** A terminal was wanted. */
  NO_TERMINAL("no-terminal"),
  /** A question was answered with no. */
  DECLINED("declined"),
  /** Standard input cannot be read. */
  INPUT("input"),
  /** Standard output cannot be written. */
  OUTPUT("output"),
  /** Usage telemetry was not uploaded. */
  UPLOAD("upload"),
  /** A mistake in sand itself. */
  INTERNAL("internal"),
  /** A raw request of {@code sand api} was answered with a status of 400 or more. */
  HTTP_STATUS("http-status"),
  /** Whoever read the output went away; nobody is left to tell. */
  OUTPUT_CLOSED("output-closed");

  private final String text;

  ErrorKind(String text) {
    this.text = text;
  }

  /** Returns the stable word for programs, in kebab case. */
  public String text() {
    return text;
  }

  /** Returns the kind of a failure of the client API. */
  static ErrorKind of(SandboxException failure) {
    return ofExceptionNamed(failure.getClass().getSimpleName());
  }

  /** The kinds bear the names of the exceptions: {@code WrongState} is wrong-state. */
  static ErrorKind ofExceptionNamed(String name) {
    for (ErrorKind kind : values()) {
      if (kind.text.replace("-", "").equalsIgnoreCase(name)) {
        return kind;
      }
    }
    return INTERNAL;
  }
}
