package dev.sandglass.sandbox.process;

/**
 * How a command ended.
 *
 * @param exitCode its exit code; 128 + n when signal n ended it, 127 when it was not found, 126
 *     when it could not be executed
 * @param timedOut whether its time-out ended it
 */
public record CommandExit(int exitCode, boolean timedOut) {}
