package dev.sandglass.engine.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** The files of the page. They are read when they are asked for: few ever look at the dashboard. */
final class Assets {
  /** All of them; a native image cannot list its resources. */
  static final List<String> NAMES =
      List.of(
          "api.js",
          "chart.js",
          "dom.js",
          "format.js",
          "icon.svg",
          "index.html",
          "live.js",
          "logs.js",
          "main.js",
          "metrics.js",
          "route.js",
          "sandboxes.js",
          "series.js",
          "sheet.js",
          "spans.js",
          "style.css",
          "text.js",
          "theme.js",
          "trace.js",
          "traces.js",
          "uplot/LICENSE",
          "uplot/uPlot.esm.js",
          "uplot/uPlot.min.css");

  /**
   * A file.
   *
   * @param type its media type
   */
  record Asset(String type, byte[] content) {}

  /** Returns the file at a path below the dashboard; the empty one is that of the page. */
  Optional<Asset> find(String path) {
    String name = path.isEmpty() ? "index.html" : path;
    return NAMES.contains(name) ? Optional.of(new Asset(type(name), read(name))) : Optional.empty();
  }

  private static String type(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> "text/plain; charset=utf-8";
    };
  }

  private static byte[] read(String name) {
    try (InputStream stream = Assets.class.getResourceAsStream("page/" + name)) {
      if (stream == null) {
        throw new IllegalStateException("this build lacks the resource " + name);
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
