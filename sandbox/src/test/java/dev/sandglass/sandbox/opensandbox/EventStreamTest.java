package dev.sandglass.sandbox.opensandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.sandbox.SandboxException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EventStreamTest {
  private static List<String> types(String text) throws IOException {
    List<String> types = new ArrayList<>();
    try (var events =
        new EventStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
      for (Optional<JsonNode> e = events.next(); e.isPresent(); e = events.next()) {
        types.add(e.get().path("type").asText());
      }
    }
    return types;
  }

  @Test
  void readsEventsAsExecdSendsThem() throws IOException {
    assertThat(types("{\"type\":\"init\"}\n\n{\"type\":\"ping\"}\n\n"))
        .containsExactly("init", "ping");
  }

  @Test
  void readsEventsAsTheStandardSendsThem() throws IOException {
    assertThat(types(": hello\nevent: x\r\ndata: {\"type\":\"init\"}\r\n\r\n"))
        .containsExactly("init");
  }

  @Test
  void readsTheLastEventWithoutItsEnd() throws IOException {
    assertThat(types("{\"type\":\"init\"}")).containsExactly("init");
  }

  @Test
  void refusesWhatIsNoEvent() {
    assertThatThrownBy(() -> types("{\"type\":\n\n"))
        .isInstanceOf(SandboxException.ServerFault.class);
  }
}
