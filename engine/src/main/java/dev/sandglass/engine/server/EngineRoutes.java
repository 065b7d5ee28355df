package dev.sandglass.engine.server;

import io.vertx.ext.web.Router;

/** A part of the API that belongs to the engine, whether sandboxes run or not. */
public interface EngineRoutes {
  /**
   * Adds routes; requests are authenticated already, and what the routes throw becomes the error
   * answer. They are called on an event loop and must not block it.
   *
   * @param prefix what their paths begin with, such as {@code /v1/x-sandglass}
   */
  void mount(Router router, String prefix);
}
