package dev.sandglass.engine.server;

import dev.sandglass.engine.lifecycle.LiveSandbox;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** A part of the API that every running sandbox has. */
public interface SandboxRoutes {
  /** Where the server leaves the sandbox that a request is about. */
  String SANDBOX = "dev.sandglass.sandbox";

  /**
   * Adds routes. The server has authenticated the request and found the running sandbox before any
   * of them is called; what they throw (or fail the context with) becomes the error answer. They
   * are called on an event loop and must not block it.
   *
   * @param execd paths as in the execd specification, such as {@code /command}
   * @param extensions paths below {@code /v1/x-sandglass/sandboxes/:sandboxId}
   */
  void mount(Router execd, Router extensions);

  /** The sandbox that a request is about. */
  static LiveSandbox sandbox(RoutingContext context) {
    return context.get(SANDBOX);
  }
}
