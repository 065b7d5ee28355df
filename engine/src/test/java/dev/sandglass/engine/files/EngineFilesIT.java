package dev.sandglass.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.engine.RunningEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files through the whole engine, with its addresses and errors. */
@Timeout(60)
class EngineFilesIT {
  @Test
  void servesFilesOfItsSandboxes() throws Exception {
    try (RunningEngine engine = RunningEngine.start()) {
      String id = engine.sandbox();
      String execd = "/v1/sandboxes/" + id + "/proxy/44772";
      assertThat(engine.post(execd + "/directories", "{\"/workspace/d\":{\"mode\":750}}").status())
          .isEqualTo(200);
      var list = engine.get(execd + "/directories/list?path=/workspace");
      assertThat(list.json().path(0).path("path").asText()).isEqualTo("/workspace/d");
      assertThat(list.json().path(0).path("mode").asInt()).isEqualTo(750);
      var missing = engine.get(execd + "/files/info?path=/nope");
      assertThat(missing.status()).isEqualTo(404);
      assertThat(missing.code()).isEqualTo("FILE_NOT_FOUND");
      assertThat(engine.get(execd + "/files/search").code()).isEqualTo("MISSING_QUERY");
      String archive = "/v1/x-sandglass/sandboxes/" + id + "/archive?path=";
      assertThat(engine.get(archive + "/workspace/d").body()).contains("ustar");
      assertThat(engine.get(archive + "/nope").status()).isEqualTo(404);
    }
  }
}
