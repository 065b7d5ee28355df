package dev.sandglass.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandglass.engine.server.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "** anything/at/all",
        "* a",
        "* dir/a",
        "*.txt dir/a.txt",
        "a?b dir/axb",
        "[a-c]x bx",
        "[!a-c]x dx",
        "[^a-c]x dx",
        "[x\\-] -",
        "[\\]a] ]",
        "a/** a/b/c",
        "a/** a",
        "**/c c",
        "**/c a/b/c",
        "a/**/c a/c",
        "a/**/c a/x/y/c",
        "a/*/c a/b/c",
        "a*b*c axxbxxc",
        "ab{c,d} abd",
        "a{,bc} a",
        "a/{b/c,c/b} a/c/b",
        "{a/{b,c},abc}/* a/c/x",
        "\\*x *x",
        "a**b dir/axxb",
        "m/!(.cache)/** m/other/f",
        "!(a).txt b.txt",
        "**/*.tar.gz x/y.tar.gz",
        "hello!.txt hello!.txt"
      })
  void matches(String pattern, String path) {
    assertThat(Glob.compile(pattern).matches(path)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "*.txt a.txt/b",
        "a/* a/b/c",
        "a?b/x a/b/x",
        "**/c cc",
        "**/c a/xc",
        "a/**/c ac",
        "[a-c]x dx",
        "ab{c,d} abe",
        "\\*x xx",
        "m/!(.cache)/** m/.cache/f",
        "!(a).txt a.txt",
        "[a]/b a/c",
        "A a"
      })
  void doesNotMatch(String pattern, String path) {
    assertThat(Glob.compile(pattern).matches(path)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "[a", "[]", "[]a]", "{a", "a\\", "!(a", "[^", "ab{c,d}["})
  void refusesWhatIsMalformed(String pattern) {
    assertThatThrownBy(() -> Glob.compile(pattern)).isInstanceOf(ApiException.class);
  }

  @Test
  void takesLinearTime() {
    Glob glob = Glob.compile("**/" + "a*".repeat(200) + "b");
    assertThat(glob.matches("a".repeat(4000))).isFalse();
    assertThatThrownBy(() -> Glob.compile("{a,b}".repeat(40))).isInstanceOf(ApiException.class);
  }
}
