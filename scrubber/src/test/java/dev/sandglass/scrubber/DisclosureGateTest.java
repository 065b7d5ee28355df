package dev.sandglass.scrubber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.scrubber.DisclosureGate.Finding;
import dev.sandglass.scrubber.DisclosureGate.Machine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DisclosureGateTest {
  private static final DisclosureGate GATE =
      DisclosureGate.of(
          new Machine(
              List.of("/home/jane", "/data/people/jsmith/"),
              List.of("jane", "jsmith", "root", "ed"),
              List.of("falcon-7.corp.acme.example", "localhost", "zx81")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "docker.io/library/python:3.12",
        "docker.io/library/python",
        "docker.io/library/node:22.1.0",
        "docker.io/library/buildpack-deps:v1",
        "docker.io/library/vault:1.13",
        "ghcr.io/acme/secret-store:1.2.3",
        "quay.io/prometheus/prometheus:v2.51.0",
        "github.com/acme/tool",
        "github.com/kubernetes-sigs/external-dns",
        "github.com/open-telemetry/opentelemetry-java-instrumentation",
        "gitlab.com/group/sub-group/project.name_2",
        "bitbucket.org/team/monkey_keyboard",
        "codeberg.org/home/assistant",
        "github.com/acme/users",
        "github.com/acme/k8s-1-29-to-1-30-migration",
        "github.com/acme/global-payments-processing",
        "github.com/acme/sk-learn-contrib-extensions",
        "github.com/acme/pypi-simple-repository",
        "github.com/rootless-containers/rootlesskit",
        "0199d2c4-7a3e-7c11-8f52-0a1b2c3d4e5f",
        "0199D2C4-7A3E-7C11-8F52-0A1B2C3D4E5F",
        "2026-01-01T00:00:00.123Z",
        "0.1.0-SNAPSHOT",
        "1.2.3",
        "linux",
        "x86_64",
        "sandbox-create",
        "invalid-command",
        "sandglass",
        "running 3 of 4",
        "12:34:56",
        "1.2.3.300",
        "C++"
      })
  void letsThroughWhatIsReported(String value) {
    assertThat(GATE.check(value)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/home/jane/x, HOME_PATH",
    "/home/other/x, HOME_PATH",
    "see /home/other, HOME_PATH",
    "/root/x, HOME_PATH",
    "/root, HOME_PATH",
    "/Users/Other/x, HOME_PATH",
    "/var/home/other, HOME_PATH",
    "C:\\Users\\Other, HOME_PATH",
    "c:/users/other, HOME_PATH",
    "\\Users\\other, HOME_PATH",
    "~/x, HOME_PATH",
    "~other/x, HOME_PATH",
    "$HOME/x, HOME_PATH",
    "%USERPROFILE%\\x, HOME_PATH",
    "%2Fhome%2Fother, HOME_PATH",
    "%252Fhome%252Fother, HOME_PATH",
    "x/data/people/JSMITH/y, HOME_PATH",
    "github.com/jane/tool, USER_NAME",
    "github.com/JANE/tool, USER_NAME",
    "docker.io/jane-x/tool, USER_NAME",
    "my_jsmith2, USER_NAME",
    "on zx81, HOST_NAME",
    "falcon-7, HOST_NAME",
    "db.falcon-7.corp.acme.example, HOST_NAME",
    "other@acme.example, EMAIL",
    "other@host, EMAIL",
    "other%40acme.example, EMAIL",
    "10.0.0.1, IP_ADDRESS",
    "1.2.3.4, IP_ADDRESS",
    "1.2.3.4.5, IP_ADDRESS",
    "x:192.168.1.1:80, IP_ADDRESS",
    "at 10.0.0.1., IP_ADDRESS",
    "::1, IP_ADDRESS",
    "at 2001:db8::1., IP_ADDRESS",
    "fe80::1%eth0, IP_ADDRESS",
    "[2001:db8::1]:443, IP_ADDRESS",
    "2001:0db8:85a3:0000:0000:8a2e:0370:7334, IP_ADDRESS",
    "::ffff:192.0.2.128, IP_ADDRESS",
    "aa:bb:cc:dd:ee:ff, MAC_ADDRESS",
    "AA-BB-CC-DD-EE-FF, MAC_ADDRESS",
    "aabb.ccdd.eeff, MAC_ADDRESS",
    "password=x, SECRET",
    "token: abc, SECRET",
    "password:hunter2, SECRET",
    "5f4e3d2c1b0a99887766554433221100, SECRET",
    "x7Kq2Lm9Rt4Vz6Wn1Bp8, SECRET",
    "k2x9q4m7z1r8t3v6w5n0p2b4c7d9, SECRET",
    "https://eu.example, URL",
    "//host/x, URL",
    "/etc/passwd, ABSOLUTE_PATH",
    "in /opt/acme, ABSOLUTE_PATH",
    "D:\\x, ABSOLUTE_PATH",
    "\\\\server\\share, ABSOLUTE_PATH",
    "file:x, ABSOLUTE_PATH",
    "na\u00efve, UNUSUAL_TEXT",
    "a\u0007b, UNUSUAL_TEXT"
  })
  void findsWhatIsPrivate(String value, Finding finding) {
    assertThat(GATE.check(value)).contains(finding);
  }

  @ParameterizedTest
  @CsvSource({
    "ja\u200bne, USER_NAME",
    "\uff4a\uff41\uff4e\uff45, USER_NAME",
    "other\uff20acme.example, EMAIL",
    "\uff11\uff10.\uff10.\uff10.\uff11, IP_ADDRESS",
    "\uff0fhome\uff0fother, HOME_PATH"
  })
  void looksThroughDisguises(String value, Finding finding) {
    assertThat(GATE.check(value)).contains(finding);
  }

  @Test
  void findsOnlyNamesThatTellSomething() {
    assertThat(GATE.check("root ed localhost")).isEmpty();
    assertThat(GATE.check("zx812")).as("a short name inside of a word").isEmpty();
    Machine everybodys = new Machine(List.of("/", "/root"), List.of("ubuntu"), List.of("debian"));
    assertThat(DisclosureGate.of(everybodys).check("docker.io/library/ubuntu")).isEmpty();
    assertThat(DisclosureGate.of(everybodys).check("github.com/rootless/x")).isEmpty();
    Machine home = new Machine(List.of("/srv/ann"), List.of(), List.of());
    assertThat(DisclosureGate.of(home).check("x/srv/annotate")).isEmpty();
    assertThat(DisclosureGate.of(home).check("x/srv/ann/x")).contains(Finding.HOME_PATH);
  }

  @Test
  void readsNoNamesIntoUuids() {
    DisclosureGate gate = DisclosureGate.of(new Machine(List.of(), List.of("beef"), List.of()));
    assertThat(gate.check("0199d2c4-7a3e-7c11-beef-0a1b2c3d4e5f")).isEmpty();
    assertThat(gate.check("x 0199d2c4-7a3e-7c11-beef-0a1b2c3d4e5f")).contains(Finding.USER_NAME);
  }

  @Test
  void measuresLength() {
    assertThat(GATE.check("ab.".repeat(1365))).isEmpty();
    assertThat(GATE.check("ab.".repeat(1366))).contains(Finding.TOO_LONG);
  }

  @ParameterizedTest
  @EnumSource(
      value = HostileInputs.Kind.class,
      names = {"PATH", "SECRET", "URL", "EMAIL", "ADDRESS", "LONG"})
  void findsEveryHostileInputThatIsRecognisable(HostileInputs.Kind kind) {
    DisclosureGate gate =
        DisclosureGate.of(
            new Machine(
                List.of("/home/jane"),
                List.of("jane"),
                List.of("jane-laptop.corp.acme.example", "DESKTOP-7KQ2LM9")));
    assertThat(HostileInputs.of(kind)).filteredOn(input -> gate.check(input).isEmpty()).isEmpty();
  }

  @Test
  void knowsThisMachine() {
    Machine machine =
        Machine.current(
            Map.of(
                "HOME",
                "/home/from-home",
                "USER",
                "fromuser",
                "LOGNAME",
                "fromlog",
                "HOSTNAME",
                "from-host"));
    assertThat(machine.homePaths()).contains("/home/from-home", System.getProperty("user.home"));
    assertThat(machine.userNames())
        .contains("fromuser", "fromlog", System.getProperty("user.name"));
    assertThat(machine.hostNames())
        .contains("from-host")
        .hasSizeGreaterThan(1)
        .noneMatch(n -> n.endsWith("\n"));
    DisclosureGate gate = DisclosureGate.of(machine);
    assertThat(gate.check("github.com/fromuser/x")).contains(Finding.USER_NAME);
    assertThat(gate.check("from-host.local")).contains(Finding.HOST_NAME);
  }
}
