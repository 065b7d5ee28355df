package dev.sandglass.engine.server;

import io.vertx.ext.web.Router;

/** A part of the server that decides itself who may ask: the engine's key is not asked for. */
public interface SelfGuardedRoutes {
  /**
   * Adds routes, and guards all of its paths before any of them. What they throw becomes the error
   * answer. They are called on an event loop and must not block it.
   */
  void mount(Router router);
}
