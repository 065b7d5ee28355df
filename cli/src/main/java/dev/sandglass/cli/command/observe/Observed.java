package dev.sandglass.cli.command.observe;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.sandbox.Capability;
import dev.sandglass.sandbox.Sandbox;
import dev.sandglass.sandbox.SandboxException;
import java.util.regex.Pattern;

/** Finds sandboxes that something is known of: those that are gone, too. */
public final class Observed {
  private static final Pattern ID = Pattern.compile("sb-[a-z2-7]{12}");

  private Observed() {}

  /**
   * Returns the sandbox that a user means, or that had this id.
   *
   * @throws SandboxException.Unsupported if the provider records nothing
   */
  public static Sandbox sandbox(CommandContext context, String nameOrId) {
    require(context);
    try {
      return context.sandbox(nameOrId);
    } catch (SandboxException.NotFound e) {
      if (ID.matcher(nameOrId).matches()) {
        return context.client().sandboxes().handle(nameOrId);
      }
      throw e;
    }
  }

  /** Refuses a provider that records nothing, before it is asked for anything. */
  public static void require(CommandContext context) {
    if (!context.client().capabilities().contains(Capability.SIGNALS)) {
      throw new SandboxException.Unsupported(
          "The provider '"
              + context.client().kind()
              + "' cannot "
              + Capability.SIGNALS.verb()
              + "; the local engine can",
          Capability.SIGNALS);
    }
  }
}
