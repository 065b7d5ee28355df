package dev.sandglass.cli.telemetry;

import dev.sandglass.cli.ErrorKind;
import dev.sandglass.engine.server.ServedRoutes;
import dev.sandglass.sandbox.http.Route;
import dev.sandglass.scrubber.RouteTemplate;
import dev.sandglass.telemetry.event.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** The words that events of {@code sand} and its engine are made of. */
public final class Words {
  private Words() {}

  /**
   * Returns the words.
   *
   * @param root the model of all commands
   */
  public static Vocabulary of(CommandSpec root) {
    List<RouteTemplate> routes = new ArrayList<>(ServedRoutes.table().templates());
    for (Route route : Route.values()) {
      if (route != Route.RAW) {
        routes.add(route.template());
      }
    }
    return Vocabulary.of(root, ErrorKind.class, routes);
  }
}
