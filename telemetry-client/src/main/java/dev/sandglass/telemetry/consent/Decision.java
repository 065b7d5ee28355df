package dev.sandglass.telemetry.consent;

/**
 * A decision with its reason.
 *
 * @param mode what becomes of events
 * @param decidedBy what decided
 * @param where the variable, or file and line, that it stands in; empty when it stands nowhere
 */
public record Decision(Mode mode, DecidedBy decidedBy, String where) {}
