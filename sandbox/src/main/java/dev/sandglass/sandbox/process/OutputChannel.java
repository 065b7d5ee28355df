package dev.sandglass.sandbox.process;

/** Where a command's output came from. */
public enum OutputChannel {
  STDOUT,
  STDERR
}
