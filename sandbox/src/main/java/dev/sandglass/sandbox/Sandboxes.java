package dev.sandglass.sandbox;

import dev.sandglass.sandbox.signals.OrganizationUsage;
import dev.sandglass.sandbox.signals.SandboxUsage;
import java.util.List;

/** The sandboxes of a provider. */
public interface Sandboxes {
  /**
   * Creates a sandbox and waits until it runs.
   *
   * <p>One that fails to come up, or not within {@link CreateRequest#readyTimeout}, or whose
   * creator is interrupted, is deleted again.
   *
   * @throws SandboxException.InvalidRequest if a value is refused; the message names it
   * @throws SandboxException.Conflict if the name must be unique and is taken
   * @throws SandboxException.WrongState if it failed to start
   */
  Sandbox create(CreateRequest request);

  /**
   * Returns the sandbox with exactly this id, or else exactly this name.
   *
   * @throws SandboxException.NotFound if there is none
   * @throws SandboxException.Ambiguous if several have the name
   */
  Sandbox get(String idOrName);

  /**
   * Returns the one sandbox that a user means: by id, by name, or by the beginning of its id.
   *
   * @throws SandboxException.NotFound if nothing fits
   * @throws SandboxException.Ambiguous if several fit
   */
  Sandbox resolve(String nameOrIdPrefix);

  /** Returns a handle of an id that is known, without asking the server. */
  Sandbox handle(String id);

  /** Lists sandboxes, page by page as they are asked for. */
  Pages<SandboxInfo> list(ListFilter filter);

  /** Returns what each sandbox uses at this moment; needs {@link Capability#SIGNALS}. */
  List<SandboxUsage> usage();

  /** Returns what all of them together take, and may; needs {@link Capability#SIGNALS}. */
  OrganizationUsage organization();
}
