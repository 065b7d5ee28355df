package dev.sandglass.engine.dashboard;

import dev.sandglass.engine.lifecycle.Sandboxes;
import dev.sandglass.engine.server.BlockingWork;
import dev.sandglass.engine.server.EngineRoutes;
import dev.sandglass.engine.server.SelfGuardedRoutes;

/** The dashboard, with the sessions of its browsers. */
public final class Dashboard {
  private final Sessions sessions = new Sessions(System::nanoTime);
  private final SelfGuardedRoutes page;

  /**
   * Makes a dashboard.
   *
   * @param signals what is recorded, as the engine's API serves it
   * @param metricsPrefix begin of the names of metrics, with its dot
   */
  public Dashboard(
      BlockingWork work, Sandboxes sandboxes, EngineRoutes signals, String metricsPrefix) {
    this.page =
        new DashboardRoutes(
            new Entrance(sessions, work), new Guard(sessions), sandboxes, signals, metricsPrefix);
  }

  /** The page and its data, for browsers with a session. */
  public SelfGuardedRoutes page() {
    return page;
  }

  /** How such sessions begin, for whoever has the engine's key. */
  public EngineRoutes tokens() {
    return new TokenRoute(sessions);
  }
}
