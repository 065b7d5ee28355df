package dev.sandglass.telemetry.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.telemetry.upload.ProxySettings.Direct;
import dev.sandglass.telemetry.upload.ProxySettings.Through;
import dev.sandglass.telemetry.upload.ProxySettings.Unusable;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySettingsTest {
  private static final URI SERVER = URI.create("https://eu.i.posthog.com/batch/");

  @ParameterizedTest
  @CsvSource({
    "http://proxy:3128, proxy, 3128",
    "http://proxy:3128/, proxy, 3128",
    "HTTP://proxy, proxy, 80",
    "proxy:3128, proxy, 3128",
    "proxy, proxy, 1080",
    "http://[::1]:8080, ::1, 8080",
    "http://10.1.2.3:8080, 10.1.2.3, 8080"
  })
  void readsAddresses(String text, String host, int port) {
    Through through = (Through) way(Map.of("HTTPS_PROXY", text));
    assertThat(through.address().getHostString()).isEqualTo(host);
    assertThat(through.address().getPort()).isEqualTo(port);
    assertThat(through.address().isUnresolved()).isTrue();
    assertThat(through.credentials()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://ada:secret@proxy:1, ada, secret",
    "ada:secret@proxy:1, ada, secret",
    "http://ada@proxy:1, ada, ''",
    "http://a%40b:p%3Aq+r%20s@proxy:1, a@b, p:q+r s"
  })
  void readsCredentials(String text, String user, String password) {
    Through through = (Through) way(Map.of("https_proxy", text));
    assertThat(through.credentials().orElseThrow().getUserName()).isEqualTo(user);
    assertThat(through.credentials().orElseThrow().getPassword()).isEqualTo(password.toCharArray());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socks5://proxy:1080",
        "https://proxy:443",
        "http://",
        "http://a b:1",
        "proxy:port",
        "http://us%zzer@proxy:1"
      })
  void goesNowhereWhenItCannotUseTheProxy(String text) {
    assertThat(way(Map.of("HTTPS_PROXY", text))).isInstanceOf(Unusable.class);
  }

  @Test
  void prefersTheMostSpecificVariableInLowerCase() {
    assertThat(port(Map.of("ALL_PROXY", "p:1", "HTTPS_PROXY", "p:2"))).isEqualTo(2);
    assertThat(port(Map.of("HTTPS_PROXY", "p:2", "https_proxy", "p:3"))).isEqualTo(3);
    assertThat(port(Map.of("ALL_PROXY", "p:1"))).isEqualTo(1);
    assertThat(way(Map.of("HTTPS_PROXY", ""))).isInstanceOf(Direct.class);
    assertThat(way(Map.of("HTTPS_PROXY", "p:1", "https_proxy", ""))).isInstanceOf(Direct.class);
    assertThat(way(Map.of("HTTP_PROXY", "p:1"))).isInstanceOf(Direct.class);
    assertThat(way(Map.of())).isInstanceOf(Direct.class);
  }

  @Test
  void goesStraightToThisMachineWithoutTls() {
    ProxySettings settings = ProxySettings.of(Map.of("HTTPS_PROXY", "p:1"));
    assertThat(settings.to(URI.create("http://127.0.0.1:80/"))).isInstanceOf(Direct.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "eu.i.posthog.com",
        "posthog.com",
        ".posthog.com",
        "*.posthog.com",
        "EU.I.PostHog.COM",
        "eu.i.posthog.com:443",
        "localhost, posthog.com",
        "localhost posthog.com",
        "a,,posthog.com,"
      })
  void goesAroundTheProxyForExceptions(String exceptions) {
    assertThat(way(Map.of("HTTPS_PROXY", "p:1", "NO_PROXY", exceptions)))
        .isInstanceOf(Direct.class);
    assertThat(way(Map.of("HTTPS_PROXY", "p:1", "no_proxy", exceptions)))
        .isInstanceOf(Direct.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        ".",
        "osthog.com",
        "i.posthog.co",
        "eu.i.posthog.com:8443",
        "0.0.0.0/0",
        "posthog.com/8"
      })
  void usesTheProxyForAllOthers(String exceptions) {
    assertThat(way(Map.of("HTTPS_PROXY", "p:1", "NO_PROXY", exceptions)))
        .isInstanceOf(Through.class);
  }

  @ParameterizedTest
  @CsvSource({
    "https://10.1.2.3/, 10.0.0.0/8, true",
    "https://11.1.2.3/, 10.0.0.0/8, false",
    "https://10.1.2.3/, 10.1.2.3, true",
    "https://10.1.2.3/, 10.1.2.0/33, false",
    "https://10.1.2.3/, 10.1.2.0/-1, false",
    "https://10.1.2.3/, host/8, false",
    "https://10.1.2.3/, fd00::/8, false",
    "https://[fd00::1]/, fd00::/8, true",
    "https://[fe80::1]/, fd00::/8, false",
    "https://[::1]:8443/, ::1, true",
    "https://[::1]:8443/, [::1]:8443, true",
    "https://[::1]:8443/, [::1]:443, false"
  })
  void knowsAddressesAndBlocks(URI server, String exceptions, boolean direct) {
    var settings = ProxySettings.of(Map.of("HTTPS_PROXY", "p:1", "NO_PROXY", exceptions));
    assertThat(settings.to(server) instanceof Direct).isEqualTo(direct);
  }

  private static ProxySettings.Way way(Map<String, String> environment) {
    return ProxySettings.of(environment).to(SERVER);
  }

  private static int port(Map<String, String> environment) {
    return ((Through) way(environment)).address().getPort();
  }
}
