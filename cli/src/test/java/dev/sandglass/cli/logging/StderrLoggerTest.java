package dev.sandglass.cli.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StderrLoggerTest {
  private static final Logger LOG =
      new StderrLoggerFinder().getLogger("dev.sandglass.Test", Object.class.getModule());

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream before = System.err;

  @BeforeEach
  void catchStandardError() {
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void giveStandardErrorBack() {
    System.setErr(before);
  }

  private String written() {
    return written.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clone of https://jane:hunter2@git.acme.example/x failed",
        "HEADERS: {open-sandbox-api-key=[hunter2], accept=[*/*]}",
        "Authorization: Bearer hunter2",
        "GET /v1/sandboxes?api_key=hunter2",
        "Cookie: a=hunter2; b=hunter2"
      })
  void takesSecretsOutOfMessages(String message) {
    LOG.log(Level.ERROR, message);
    assertThat(written())
        .contains("ERROR dev.sandglass.Test: ", "[redacted]")
        .doesNotContain("hunter2");
  }

  @Test
  void takesSecretsOutOfParameters() {
    LOG.log(Level.ERROR, "no answer from {0}", "https://jane:hunter2@git.acme.example/x");
    assertThat(written()).contains("no answer from https://[redacted]@git.acme.example/x\n");
  }

  @Test
  void takesSecretsOutOfStackTracesAndKeepsTheirLines() {
    Throwable cause = new IOException("token=hunter2");
    LOG.log(Level.ERROR, "failed", new IllegalStateException("https://a:hunter2@b", cause));
    assertThat(written())
        .contains(
            "java.lang.IllegalStateException: https://[redacted]@b\n",
            "Caused by: java.io.IOException: token=[redacted]\n",
            "\tat dev.sandglass.cli.logging.StderrLoggerTest.",
            "(StderrLoggerTest.java:")
        .doesNotContain("hunter2");
  }

  @Test
  void stillEscapesWhatATerminalObeys() {
    LOG.log(Level.ERROR, "a\u001b[31mb");
    assertThat(written()).endsWith(": a\\x1b[31mb\n");
  }

  @Test
  void writesNothingBelowTheLevel() {
    LOG.log(Level.TRACE, "token=hunter2");
    assertThat(written()).isEmpty();
  }
}
