package dev.sandglass.engine.isolation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Reads what a trusted program complains about, so that it never waits for a reader. */
final class Drain {
  private static final int KEPT_BYTES = 4096;

  private final CompletableFuture<String> text = new CompletableFuture<>();

  Drain(InputStream stream) {
    var thread =
        new Thread(
            () -> {
              try (stream) {
                byte[] first = stream.readNBytes(KEPT_BYTES);
                stream.transferTo(java.io.OutputStream.nullOutputStream());
                text.complete(new String(first, StandardCharsets.UTF_8).strip());
              } catch (IOException e) {
                text.complete("");
              }
            },
            "isolation-errors");
    thread.setDaemon(true);
    thread.start();
  }

  /** The first line of it, once the program has ended. */
  String text() {
    return text.join().lines().findFirst().orElse("");
  }
}
