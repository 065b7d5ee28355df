package dev.sandglass.scrubber;

import static dev.sandglass.scrubber.HttpMethod.DELETE;
import static dev.sandglass.scrubber.HttpMethod.GET;
import static dev.sandglass.scrubber.HttpMethod.POST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sandglass.scrubber.RouteTable.Declared;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RouteTableTest {
  private static final RouteTable TABLE =
      RouteTable.of(
          List.of(
              declared(GET, "/sandboxes"),
              declared(POST, "/sandboxes"),
              declared(GET, "/sandboxes/:sandboxId"),
              declared(DELETE, "/sandboxes/:sandboxId"),
              declared(POST, "/sandboxes/:sandboxId/start"),
              declared(GET, "/command/status/:commandId"),
              declared(GET, "/command/:commandId/logs"),
              declared(GET, "/files/info")));

  private static Declared declared(HttpMethod method, String template) {
    return new Declared(method, RouteTemplate.of(template));
  }

  private static String find(HttpMethod method, String target) {
    return TABLE.find(method, target).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "/sandboxes,/sandboxes",
    "/sandboxes/,/sandboxes",
    "/sandboxes?page=1,/sandboxes",
    "/sandboxes#top,/sandboxes",
    "/sandboxes?next=/files/info,/sandboxes",
    "/%73andboxes,/sandboxes",
    "/sandboxes/abc,/sandboxes/:sandboxId",
    "/sandboxes/abc/,/sandboxes/:sandboxId",
    "/sandboxes/abc;v=1,/sandboxes/:sandboxId",
    "/sandboxes/a%2Fb,/sandboxes/:sandboxId",
    "/sandboxes/%252e%252e,/sandboxes/:sandboxId",
    "/sandboxes/%E2%82%AC,/sandboxes/:sandboxId",
    "/sandboxes/...,/sandboxes/:sandboxId",
    "/command/status/7,/command/status/:commandId",
    "/command/status/logs,/command/status/:commandId",
    "/command/7/logs,/command/:commandId/logs",
    "https://host/sandboxes/abc,/sandboxes/:sandboxId",
    "HTTPS://user:pw@host:1/sandboxes/abc?q#f,/sandboxes/:sandboxId",
    "http://[::1]:80/files/info,/files/info"
  })
  void findsTheDeclaredTemplate(String target, String template) {
    assertThat(find(GET, target)).isEqualTo(template);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "//",
        "*",
        "sandboxes",
        "/Sandboxes",
        "//sandboxes",
        "/sandboxes//",
        "/sandboxes//abc",
        "/sandboxes/abc//",
        "/sandboxes/.",
        "/sandboxes/..",
        "/sandboxes/../files/info",
        "/sandboxes/%2e%2E",
        "/sandboxes/..;/start",
        "/sandboxes/..;x",
        "/sandboxes/.;",
        "/sandboxes/;x",
        "/sandboxes/;/start",
        "/sandboxes;v=1",
        "/sandboxes%2Fabc",
        "/sandboxes/%",
        "/sandboxes/%4",
        "/sandboxes/%zz",
        "/sandboxes/%c0%ae",
        "/sandboxes/%ff",
        "/sandboxes/%ed%a0%80",
        "/sandboxes/a b",
        "/sandboxes/a\\b",
        "/sandboxes/a\u0000",
        "/sandboxes/é",
        "/sandboxes/\uff0e\uff0e",
        "/sandboxes/a/b/c",
        "/files",
        "/files/info/x",
        "https://",
        "https:///sandboxes",
        "https://host",
        "https://ho st/sandboxes",
        "https://evil\\@host/sandboxes",
        "ftp://host/sandboxes",
        "http:/sandboxes",
        "host:443"
      })
  void knowsNothingElse(String target) {
    assertThat(TABLE.find(GET, target)).isSameAs(RouteTemplate.UNKNOWN);
  }

  @Test
  void looksAtTheMethod() {
    assertThat(find(POST, "/sandboxes/abc/start")).isEqualTo("/sandboxes/:sandboxId/start");
    assertThat(find(GET, "/sandboxes/abc/start")).isEqualTo("/:unknown");
    assertThat(find(HttpMethod.HEAD, "/sandboxes")).isEqualTo("/:unknown");
    assertThat(find(HttpMethod.of("get"), "/sandboxes")).isEqualTo("/:unknown");
  }

  @Test
  void findsWhatATemplateMakes() {
    RouteTemplate template = RouteTemplate.of("/sandboxes/:sandboxId");
    for (String hostile : HostileInputs.all()) {
      String path;
      try {
        path = template.path(hostile);
      } catch (IllegalArgumentException e) {
        continue; // not one segment
      }
      boolean fits = path.length() <= 8192 && !hostile.startsWith(".") && !hostile.startsWith(";");
      if (fits) {
        assertThat(TABLE.find(GET, path)).as(path).isEqualTo(template);
      }
    }
  }

  @Test
  void letsNothingConcreteThrough() {
    for (String hostile : HostileInputs.all()) {
      for (String target : List.of(hostile, "/" + hostile, "/sandboxes/" + hostile)) {
        for (HttpMethod method : HttpMethod.values()) {
          RouteTemplate found = TABLE.find(method, target);
          assertThat(TABLE.templates().contains(found) || found == RouteTemplate.UNKNOWN)
              .as(target)
              .isTrue();
        }
      }
    }
  }

  @Test
  @Timeout(20)
  void isNotSlowedByLongTargets() {
    for (String unit : List.of("/", "/a", "/%2e", "a", "%", "/sandboxes", "/:", "/..")) {
      String target = unit.repeat(1_000_000 / unit.length());
      assertThat(TABLE.find(GET, target)).isSameAs(RouteTemplate.UNKNOWN);
      assertThat(TABLE.find(GET, "/sandboxes/" + target)).isSameAs(RouteTemplate.UNKNOWN);
    }
  }

  @Test
  void listsItsTemplatesOnce() {
    assertThat(TABLE.templates())
        .hasSize(6)
        .startsWith(RouteTemplate.of("/sandboxes"), RouteTemplate.of("/sandboxes/:sandboxId"));
    assertThat(RouteTable.of(List.of()).find(GET, "/sandboxes")).isSameAs(RouteTemplate.UNKNOWN);
  }

  @Test
  void refusesTwoNamesForOneRoute() {
    List<Declared> routes = List.of(declared(GET, "/a/:one"), declared(GET, "/a/:two"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RouteTable.of(routes))
        .withMessage("GET /a/:two is the same route as /a/:one");
    RouteTable.of(List.of(declared(GET, "/a/:one"), declared(POST, "/a/:two")));
  }
}
