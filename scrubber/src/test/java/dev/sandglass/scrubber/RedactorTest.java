package dev.sandglass.scrubber;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedactorTest {
  private static final Redactor REDACTOR = new Redactor();

  /** What the secrets among the hostile inputs are made of. */
  private static final List<String> SECRETS =
      List.of(
          "hunter2",
          "HUNTER2",
          "x7Kq2Lm9",
          "Kq7Lm2Xr9",
          "k7Qm2Xr9",
          "Tr0ub4dor",
          "battery-staple",
          "amFuZTpodW",
          "MIIEpAIB",
          "b3BlbnNz",
          "lQOYBGKq2",
          "ZXIyIQ",
          "QX3MZP7RTBW2",
          "wJq8rXUtn4",
          "Z1x3C5v7",
          "k3J9x2Lq8",
          "R7t2Kp9Lm4",
          "TYooMQauv");

  @Test
  void leavesNoSecretOfHostileInputs() {
    for (String hostile : HostileInputs.all()) {
      // A share's link is a secret by its length only, and this one is shorter than any key.
      if (!hostile.contains("dropbox")) {
        assertThat(REDACTOR.redact(hostile)).doesNotContain(SECRETS);
        assertThat(REDACTOR.redactUrl(hostile)).doesNotContain(SECRETS);
        assertThat(REDACTOR.redact("before " + hostile + "\nafter")).doesNotContain(SECRETS);
      }
    }
  }

  @Test
  void changesEveryKnownSecret() {
    List<String> unchanged =
        HostileInputs.of(HostileInputs.Kind.SECRET).stream()
            .filter(secret -> !REDACTOR.redact(secret).contains(Redactor.REDACTED))
            .toList();
    // Names of commits, layers and sandboxes look the same.
    assertThat(unchanged).allMatch(secret -> secret.matches("[0-9a-f]+|[0-9A-F]+|k2x9[a-z0-9]+"));
    assertThat(unchanged).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "https://jane:pw@host/x|https://[redacted]@host/x",
        "https://jane@host/x|https://[redacted]@host/x",
        "see https://a:b@host, and http://c:d@other.|see https://[redacted]@host, and http://[redacted]@other.",
        "https://a:p@w/d@host/x|https://[redacted]@host/x",
        "http://host:80/@scope/x|http://host:80/@scope/x",
        "a:b@host|[redacted]@host",
        "curl -u a:b http://host|curl -u [redacted] http://host",
        "curl --user 'a:b c' x|curl --user '[redacted] c' x",
        "u=https%3A%2F%2Fa%3Ab%40host|u=https%3A%2F%2F[redacted]%40host",
        "jdbc:oracle:thin:a/b@host|jdbc:oracle:thin:[redacted]@host",
        "/x?token=a&page=2|/x?token=[redacted]&page=2",
        "/x?api%5Fkey=a|/x?api%5Fkey=[redacted]",
        "/x?code=a&x=1|/x?code=[redacted]&x=1",
        "exit code=1|exit code=1",
        "password=a&b|password=[redacted]",
        "Pwd=a;Server=b|Pwd=[redacted];Server=b",
        "{token=a, b=c}|{token=[redacted], b=c}",
        "{b=c, token=a}|{b=c, token=[redacted]}",
        "{x-api-key=[a, b], c=[d]}|{x-api-key=[redacted], c=[d]}",
        "{authorization=[Bearer abc def], c=[d]}|{authorization=[redacted], c=[d]}",
        "\"apiKey\": \"a \\\" b\", \"c\": 1|\"apiKey\": [redacted], \"c\": 1",
        "{\\\"token\\\":\\\"a\\\",\\\"c\\\":1}|{\\\"token\\\":[redacted],\\\"c\\\":1}",
        "'password' => 'a b', c|'password' => [redacted], c",
        "token := a|token := [redacted]",
        "(password=a,b) c|(password=[redacted]) c",
        "<apiKey>a</apiKey><page>2</page>|<apiKey>[redacted]</apiKey><page>2</page>",
        "Authorization: Basic x y z|Authorization: [redacted]",
        "Authorization: Digest username=\"a\", response=\"b\"|Authorization: [redacted]",
        "sent Bearer abc to host|sent [redacted] to host",
        "--api-key a --force|--api-key [redacted] --force",
        "--password=a --force|--password=[redacted] --force",
        "AKIAQX3MZP7RTBW2NV5K.|[redacted].",
        "key x7Kq2Lm9Rt4Vz6Wn1Bp8Cd3E ok|key [redacted] ok"
      })
  void takesOutSecretsOnly(String text, String redacted) {
    assertThat(REDACTOR.redact(text)).isEqualTo(redacted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sandbox 0199d2c4-7a3e-7c11-8f52-0a1b2c3d4e5f is not deleted: No such file",
        "layer sha256:5f4e3d2c1b0a998877665544332211005f4e3d2c1b0a99887766554433221100",
        "\tat dev.sandglass.cli.configuration.ApiKeyFile.read(ApiKeyFile.java:12)",
        "java.security.InvalidKeyException: Invalid AES key length",
        "No connection to http://localhost:8080/v1 in time; check the address",
        "GET /v1/sandboxes?page=2&state=Running HTTP/1.1",
        "pull docker.io/library/python:3.12@sha256:5f4e3d2c1b0a99887766554433221100",
        "git@github.com:acme/tool.git",
        "dev.sandglass.sandbox.http.HttpClient2ConnectionPoolManager started",
        "/home/jane/projects/x at 10.0.0.1",
        "the token is expired",
        "x7Kq2Lm9Rt4Vz6Wn1Bp",
        "Thread-1-of-Pool-2-Executor-7 of k8s-1-29-to-1-30-migration",
        "basic authentication is off"
      })
  void leavesOtherTextAlone(String text) {
    assertThat(REDACTOR.redact(text)).isEqualTo(text);
  }

  @Test
  void keepsTheLinesAroundASecret() {
    String text =
        "a\n-----BEGIN EC PRIVATE KEY-----\nMHcCAQ\n-----END EC PRIVATE KEY-----\nb\nCookie: c\nd";
    assertThat(REDACTOR.redact(text)).isEqualTo("a\n[redacted]\nb\nCookie: [redacted]\nd");
    assertThat(REDACTOR.redact("a\n-----BEGIN EC PRIVATE KEY-----\nMHcCAQ"))
        .isEqualTo("a\n[redacted]");
  }

  @ParameterizedTest
  @CsvSource({
    "jane@host:acme/x, [redacted]@host:acme/x",
    "jane:p w@host/x, [redacted]@host/x",
    "https://jane:p w@host/x?sig=a b, https://[redacted]@host/x?sig=[redacted] b",
    "//jane@host, //[redacted]@host",
    "/files/a@b?token=c, /files/a@b?token=[redacted]",
    "https://host/a@b, https://host/a@b",
    "host, host"
  })
  void readsAUrlAsAWhole(String url, String redacted) {
    assertThat(REDACTOR.redactUrl(url)).isEqualTo(redacted);
  }

  @Test
  void changesNothingTwice() {
    for (String hostile : HostileInputs.all()) {
      String once = REDACTOR.redact(hostile);
      assertThat(REDACTOR.redact(once)).as(hostile).isEqualTo(once);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "proxy-authorization",
        "COOKIE",
        "Set-Cookie",
        "x-api-key",
        "OPEN-SANDBOX-API-KEY",
        "apiKey",
        "api_key",
        "AWS_SECRET_ACCESS_KEY",
        "access_token",
        "PASSWORD",
        "passwd",
        "db.pass",
        "pwd",
        "sig",
        "X-Amz-Signature",
        "X-Auth",
        "auth",
        "passphrase",
        "credentials",
        "JSESSIONID",
        "jwt"
      })
  void knowsSensitiveNames(String name) {
    assertThat(REDACTOR.isSensitiveName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "page",
        "state",
        "Accept",
        "Host",
        "path",
        "author",
        "code",
        "id",
        "\u212aey"
      })
  void knowsOtherNames(String name) {
    assertThat(REDACTOR.isSensitiveName(name)).isFalse();
  }
}
