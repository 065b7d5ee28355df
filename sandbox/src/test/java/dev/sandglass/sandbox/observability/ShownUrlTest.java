package dev.sandglass.sandbox.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.scrubber.Redactor;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ShownUrlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:41234/v1/sandboxes",
        "http://127.0.0.1:41234/v1/sandboxes/sb-ob5nkcpkd36l/proxy/44772/files/download",
        "https://sandboxes.example.com/api/v1/sandboxes/0af76519-16cd-43dd-8448-eb211c80319c",
        "wss://sandboxes.example.com/v1/x-sandglass/sandboxes/sb-ob5nkcpkd36l/exec",
        "https://example.com/v1/x-sandglass/templates/python-3.12",
        "https://example.com"
      })
  void whatIsHarmlessIsWhatTheRedactorLeaves(String url) {
    assertThat(ShownUrl.of(URI.create(url))).isEqualTo(url);
    assertThat(new Redactor().redactUrl(url)).isEqualTo(url);
  }

  @ParameterizedTest
  @CsvSource({
    "https://me:swordfish@example.com/v1, https://example.com/v1",
    "https://example.com/v1?path=/home/me&use_server_proxy=true,"
        + " https://example.com/v1?path=[redacted]&use_server_proxy=[redacted]",
    "https://example.com/v1?state=a&state=b&swordfish,"
        + " https://example.com/v1?state=[redacted]&state=[redacted]&[redacted]",
    "https://example.com/v1#swordfish, https://example.com/v1",
    "https://example.com/v1?, https://example.com/v1?[redacted]"
  })
  void credentialsValuesAndFragmentsAreNotShown(String url, String shown) {
    assertThat(ShownUrl.of(URI.create(url))).isEqualTo(shown);
  }

  @Test
  void aPathMayBeAsLongAsAnybodyLikes() {
    String url = "https://example.com" + "/a".repeat(100_000);
    assertThat(ShownUrl.of(URI.create(url))).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/ghp_012345678901234567890123456789abcdef/v1",
        "https://example.com/v1/Zk9qLx7TgB2mWv4RyN8sHc3D/x",
        "https://example.com/v1?Zk9qLx7TgB2mWv4RyN8sHc3D=1",
        "https://example.com/v1?ghp_012345678901234567890123456789abcdef=1"
      })
  void secretsInPathsAndNamesAreNotShown(String url) {
    assertThat(ShownUrl.of(URI.create(url)))
        .contains(Redactor.REDACTED)
        .doesNotContain("ghp_", "Zk9qLx7T");
  }
}
