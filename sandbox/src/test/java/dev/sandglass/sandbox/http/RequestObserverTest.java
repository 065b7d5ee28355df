package dev.sandglass.sandbox.http;

import static dev.sandglass.sandbox.http.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.scrubber.HttpMethod;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What observers are told of requests, and that nothing concrete is. */
@Timeout(30)
final class RequestObserverTest {
  private final List<String> seen = new CopyOnWriteArrayList<>();

  private List<String> observed(RouteCall... calls) throws IOException {
    RequestObserver observer =
        request -> {
          seen.add(request.route() + " " + request + " " + request.query());
          return outcome -> seen.add(outcome.status() + " " + outcome.retries());
        };
    RetryPolicy quick = new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(9), () -> 1.0);
    try (var server = new ScriptedServer(answer(503, "", ""), answer(200, "", "{}"));
        var transport =
            new Transport(
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                quick,
                observer,
                ExchangeObserver.NONE)) {
      for (RouteCall call : calls) {
        transport.sendAndDiscard(server.address(), call);
      }
    }
    return seen;
  }

  @Test
  void routesAreTemplatesAndQueriesAreOfTheAllowList() throws IOException {
    RouteCall call =
        RouteCall.to(Route.SANDBOX_WAIT, "sb-secret")
            .query("state", "Running")
            .query("timeout", "30")
            .query("metadata", "team=secret");
    assertThat(observed(call))
        .containsExactly(
            "SANDBOX_WAIT GET /x-sandglass/sandboxes/:sandboxId/wait"
                + " [QueryArgument[parameter=STATE, value=RUNNING],"
                + " QueryArgument[parameter=TIMEOUT, value=QueryNumber[value=30]]]",
            "OptionalInt[200] 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET | /sandboxes/sb-secret?pageSize=5&x=secret#page=3 | GET /sandboxes/:sandboxId",
        "POST | /sandboxes/sb-secret/proxy/44772/command"
            + "| POST /sandboxes/:sandboxId/proxy/44772/command",
        "GET | /sandboxes/sb-secret/proxy/8080/secret | GET /:unknown",
        "BREW | /sandboxes/secret | OTHER /:unknown",
        "GET | /secret?state=secret | GET /:unknown",
        "GET | /command | GET /:unknown",
      })
  void whatAUserTypedIsFoundAmongTheDeclaredOnesOrUnknown(
      String method, String path, String described) throws IOException {
    List<String> told = observed(RouteCall.raw(method, path));
    assertThat(told.get(0)).startsWith("RAW " + described + " [").doesNotContain("secret");
    assertThat(told.get(0).contains("PAGE_SIZE")).isEqualTo(path.contains("pageSize"));
    assertThat(told.get(0)).doesNotContain("PAGE,");
  }

  @Test
  void everyRouteIsDeclaredOnce() {
    assertThat(DeclaredRoutes.all()).hasSize(Route.values().length - 1).doesNotHaveDuplicates();
    for (Route route : Route.values()) {
      if (route.part() == Route.Part.SERVER && route != Route.RAW) {
        String[] values = new String[route.template().parameterCount()];
        Arrays.fill(values, "x");
        assertThat(
                DeclaredRoutes.ofRaw(HttpMethod.of(route.method()), route.template().path(values)))
            .isEqualTo(route.template());
      }
    }
  }
}
