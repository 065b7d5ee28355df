package dev.sandglass.scrubber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RouteTemplateTest {
  private static final RouteTemplate START = RouteTemplate.of("/sandboxes/:sandboxId/start");

  @Test
  void fillsParametersInOrder() {
    RouteTemplate route = RouteTemplate.of("/v1/sandboxes/:sandboxId/ports/:port");
    assertThat(route.parameterCount()).isEqualTo(2);
    assertThat(route.path("abc", "8080")).isEqualTo("/v1/sandboxes/abc/ports/8080");
    assertThat(route).hasToString("/v1/sandboxes/:sandboxId/ports/:port");
  }

  @Test
  void needsNoParameters() {
    assertThat(RouteTemplate.of("/health").parameterCount()).isZero();
    assertThat(RouteTemplate.of("/health").path()).isEqualTo("/health");
  }

  @ParameterizedTest
  @CsvSource({
    "a/b,a%2Fb",
    "../x,..%2Fx",
    "a b,a%20b",
    "50%,50%25",
    "?q#f,%3Fq%23f",
    ":port,%3Aport",
    "é😀,%C3%A9%F0%9F%98%80",
    "A-z_0.~,A-z_0.~"
  })
  void encodesAParameterAsOneSegment(String parameter, String encoded) {
    assertThat(START.path(parameter)).isEqualTo("/sandboxes/" + encoded + "/start");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "\ud83d"})
  void refusesAParameterThatCannotBeOneSegment(String parameter) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> START.path(parameter))
        .withMessageStartingWith(":sandboxId of /sandboxes/:sandboxId/start");
  }

  @Test
  void refusesAWrongNumberOfParametersWithoutNamingThem() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> START.path("secret", "other"))
        .withMessage("/sandboxes/:sandboxId/start takes 1 parameters, not 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "sandboxes",
        "/a/",
        "//a",
        "/Sandboxes",
        "/a b",
        "/a?b",
        "/..",
        "/.",
        "/:",
        "/:Id",
        "/:sandbox_id",
        "/a:b",
        "/{id}",
        "/a/:id/b/:id",
        "/é",
        "/a\n"
      })
  void refusesAnythingElse(String template) {
    assertThatIllegalArgumentException().isThrownBy(() -> RouteTemplate.of(template));
  }

  @Test
  void equalsByTemplate() {
    assertThat(START)
        .isEqualTo(RouteTemplate.of("/sandboxes/:sandboxId/start"))
        .hasSameHashCodeAs(RouteTemplate.of("/sandboxes/:sandboxId/start"))
        .isNotEqualTo(RouteTemplate.of("/sandboxes/:id/start"));
  }
}
