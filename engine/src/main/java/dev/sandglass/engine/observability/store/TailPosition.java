package dev.sandglass.engine.observability.store;

/**
 * How far a file of outputs was read. It is kept with what was read, so that after a crash nothing
 * is read twice and nothing is left out.
 *
 * @param sandbox the sandbox's id
 * @param file names the file within the sandbox
 * @param start tells the file from a later one of that name
 * @param position where to go on, in bytes
 */
public record TailPosition(String sandbox, String file, String start, long position) {}
