package dev.sandglass.engine.dashboard;

import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.server.Answers;
import dev.sandglass.engine.server.EngineRoutes;
import io.vertx.ext.web.Router;

/** Where whoever has the engine's key gets a token for a browser. */
final class TokenRoute implements EngineRoutes {
  private final Sessions sessions;

  TokenRoute(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public void mount(Router router, String prefix) {
    router
        .post(prefix + "/dashboard/tokens")
        .handler(
            context ->
                Answers.json(
                    context,
                    201,
                    Json.object()
                        .put("path", DashboardRoutes.OPEN_PATH + "?token=" + sessions.token())
                        .put("expiresInSeconds", Sessions.TOKEN_LIFE.toSeconds())));
  }
}
