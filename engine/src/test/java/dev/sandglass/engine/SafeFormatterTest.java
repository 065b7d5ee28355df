package dev.sandglass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

final class SafeFormatterTest {
  @Test
  void everyHandlerWritesWithoutSecrets() {
    Logging.configure(Map.of());
    Handler[] handlers = Logger.getLogger("").getHandlers();
    assertThat(handlers).isNotEmpty();
    for (Handler handler : handlers) {
      LogRecord record = new LogRecord(Level.SEVERE, "GET /v1/x?token={0} \u001b[31m");
      record.setParameters(new Object[] {"hunter2"});
      record.setThrown(new IllegalStateException("https://jane:hunter2@git.acme.example/x"));
      assertThat(handler.getFormatter().format(record))
          .contains(
              "GET /v1/x?token=[redacted] \\x1b[31m\n",
              "IllegalStateException: https://[redacted]@git.acme.example/x\n",
              "\tat dev.sandglass.engine.SafeFormatterTest")
          .doesNotContain("hunter2");
    }
  }
}
