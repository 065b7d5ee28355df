package dev.sandglass.cli.command.doctor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.console.View;
import java.util.Locale;

/**
 * One thing that was looked at.
 *
 * @param name what was looked at, in one word
 * @param status how it is
 * @param found what was found
 * @param fix what to do about it; empty if nothing
 */
record Check(String name, Status status, String found, String fix) {
  static final View<Check> VIEW =
      View.<Check>of(Check::name, Check::json)
          .column("CHECK", Check::name)
          .column("STATUS", check -> check.status().toString())
          .column("FOUND", Check::found)
          .column("FIX", Check::fix);

  /** How something is. */
  enum Status {
    OK,
    /** Sandboxes run, but something is missing. */
    WARN,
    /** Sandboxes cannot run. */
    FAIL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Check ok(String name, String found) {
    return new Check(name, Status.OK, found, "");
  }

  static Check warn(String name, String found, String fix) {
    return new Check(name, Status.WARN, found, fix);
  }

  static Check fail(String name, String found, String fix) {
    return new Check(name, Status.FAIL, found, fix);
  }

  private ObjectNode json() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("check", name);
    document.put("status", status.toString());
    document.put("found", found);
    document.put("fix", fix.isEmpty() ? null : fix);
    return document;
  }
}
