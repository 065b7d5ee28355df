package dev.sandglass.scrubber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageReferenceTest {
  private static final String SHA256 =
      "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @CsvSource({
    "python, docker.io/library/python",
    "python:3.12, docker.io/library/python:3.12",
    "library/python, docker.io/library/python",
    "acme/tool, docker.io/acme/tool",
    "docker.io/python, docker.io/library/python",
    "index.docker.io/python:3, docker.io/library/python:3",
    "docker.io/acme/tool/x, docker.io/acme/tool/x",
    "localhost/x, localhost/x",
    "localhost, docker.io/library/localhost",
    "localhost:5000/x:1, localhost:5000/x:1",
    "registry.example/a/b/c:T_a.g-1, registry.example/a/b/c:T_a.g-1",
    "Acme/tool, Acme/tool",
    "host:5000/x, host:5000/x",
    "10.0.0.1:5000/x, 10.0.0.1:5000/x",
    "[2001:db8::1]:5000/x, [2001:db8::1]:5000/x",
    "[::1]/x, [::1]/x",
    "a/b.c_d__e-f---g, docker.io/a/b.c_d__e-f---g",
    "test_com:8080, docker.io/library/test_com:8080",
    "python:_x, docker.io/library/python:_x"
  })
  void completesFamiliarNames(String reference, String complete) {
    assertThat(ImageReference.parse(reference)).get().hasToString(complete);
    assertThat(ImageReference.parse(complete)).get().hasToString(complete);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        ":",
        "@",
        ":tag",
        "python:",
        "python@",
        "python:3:4",
        "python:.x",
        "python:-x",
        "python:a b",
        "python:\u00e4",
        "Python",
        "acme/Tool",
        "a//b",
        "/a",
        "a/",
        "a/../b",
        ".a",
        "a.",
        "a..b",
        "a._b",
        "a___b",
        "a-_b",
        "-a",
        "a-",
        "host:/x",
        "host:5x/x",
        "-host.example/x",
        "host-.example/x",
        "host..example/x",
        "ho_st.example/x",
        "[::1/x",
        "[]/x",
        "[::g]/x",
        "[::1]x/x",
        "https://docker.io/library/python",
        "user@host/x",
        "a b",
        "a\n",
        "\u0430cme/tool",
        "python@sha256:abc",
        "python@sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef",
        "python@md5:0123456789abcdef0123456789abcdef",
        "python@sha256",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      })
  void refusesWhatTheGrammarDoesNotAllow(String reference) {
    assertThat(ImageReference.parse(reference)).isEmpty();
  }

  @Test
  void hasParts() {
    ImageReference image = ImageReference.parse("ghcr.io/acme/tool:1.2@" + SHA256).orElseThrow();
    assertThat(image.domain()).isEqualTo("ghcr.io");
    assertThat(image.path()).isEqualTo("acme/tool");
    assertThat(image.name()).isEqualTo("ghcr.io/acme/tool");
    assertThat(image.tag()).contains("1.2");
    assertThat(image.digest()).contains(SHA256);
    assertThat(image).hasToString("ghcr.io/acme/tool:1.2@" + SHA256);
    assertThat(ImageReference.parse("python@" + SHA256))
        .get()
        .hasToString("docker.io/library/python@" + SHA256);
  }

  @Test
  void boundsTheLengthOfNamesAndTags() {
    assertThat(ImageReference.parse("h.io/" + "a".repeat(250))).isPresent();
    assertThat(ImageReference.parse("h.io/" + "a".repeat(251))).isEmpty();
    assertThat(ImageReference.parse("a:" + "t".repeat(128))).isPresent();
    assertThat(ImageReference.parse("a:" + "t".repeat(129))).isEmpty();
  }

  @Test
  void cannotBeMadeOfAnythingElse() {
    Optional<String> none = Optional.empty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageReference("docker.io", "My Secret", none, none));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageReference("docker io", "a", none, none));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageReference("docker.io", "a", Optional.of("a b"), none));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageReference("docker.io", "a", none, Optional.of("x")));
  }

  @ParameterizedTest
  @CsvSource({
    "python, docker.io/library/python",
    "python:3.12, docker.io/library/python:3.12",
    "python:3, docker.io/library/python:3",
    "python:v3.12.1.9999, docker.io/library/python:v3.12.1.9999",
    "ubuntu:24.04, docker.io/library/ubuntu:24.04",
    "python:3.12-slim, docker.io/library/python",
    "python:latest, docker.io/library/python",
    "python:jane, docker.io/library/python",
    "python:10.0.0.1, docker.io/library/python",
    "python:v10.0.0.1, docker.io/library/python",
    "python:1.2.3.4.5, docker.io/library/python",
    "python:20260101, docker.io/library/python",
    "python:1., docker.io/library/python",
    "python:v, docker.io/library/python",
    "index.docker.io/library/node:22, docker.io/library/node:22"
  })
  void namesOfficialImagesWithTheirVersions(String reference, String text) {
    Optional<PublicImage> image = ImageReference.parse(reference).flatMap(PublicImage::official);
    assertThat(image).map(PublicImage::text).contains(text);
  }

  @Test
  void dropsDigests() {
    assertThat(ImageReference.parse("python:3.12@" + SHA256).flatMap(PublicImage::official))
        .map(PublicImage::text)
        .contains("docker.io/library/python:3.12");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "my-secret",
        "pythonx",
        "acme/python",
        "ghcr.io/library/python",
        "docker.io/library/python/x",
        "localhost/library/python",
        "docker.io:443/library/python"
      })
  void takesNothingElseForOfficial(String reference) {
    ImageReference image = ImageReference.parse(reference).orElseThrow();
    assertThat(PublicImage.official(image)).isEmpty();
    assertThat(PublicImage.proven(image, candidate -> false)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "acme/tool, true",
    "ghcr.io/acme/tool, true",
    "quay.io/acme/tool, true",
    "my-secret, false",
    "gcr.io/acme/tool, false",
    "ghcr.io:443/acme/tool, false",
    "ghcr.io.evil.example/acme/tool, false",
    "registry.acme.example/tool, false",
    "localhost/tool, false",
    "10.0.0.5:5000/tool, false"
  })
  void asksOnlyWellKnownRegistries(String reference, boolean asked) {
    ImageReference image = ImageReference.parse(reference).orElseThrow();
    assertThat(PublicImage.canBeProven(image)).isEqualTo(asked);
    assertThat(PublicImage.proven(image, candidate -> true).isPresent()).isEqualTo(asked);
    assertThat(PublicImage.proven(image, candidate -> false)).isEmpty();
  }

  @Test
  void needsNoProofOfOfficialImages() {
    ImageReference image = ImageReference.parse("python:3.12").orElseThrow();
    Optional<PublicImage> proven =
        PublicImage.proven(
            image,
            candidate -> {
              throw new AssertionError("asked");
            });
    assertThat(proven).isEqualTo(PublicImage.official(image));
    assertThat(PublicImage.class.getConstructors()).isEmpty();
  }

  @Test
  void letsNothingHostileThrough() {
    for (String hostile : HostileInputs.all()) {
      Optional<PublicImage> image = ImageReference.parse(hostile).flatMap(PublicImage::official);
      image.ifPresent(
          found -> assertThat(found.text()).as(hostile).isEqualTo("docker.io/library/python"));
    }
  }
}
