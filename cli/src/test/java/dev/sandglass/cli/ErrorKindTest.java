package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ErrorKindTest {
  static Stream<Class<?>> failuresOfTheClient() {
    return Stream.of(SandboxException.class.getPermittedSubclasses());
  }

  @Test
  void everyKindStandsInTheDocumentAndNoOther() throws IOException {
    String row =
        Files.readString(Path.of("../docs/json-output.md"))
            .lines()
            .filter(line -> line.startsWith("| `kind` | a stable word: "))
            .collect(Collectors.joining());
    Set<String> documented = new TreeSet<>();
    Matcher word = Pattern.compile("`([a-z0-9-]+)`").matcher(row.substring("| `kind` ".length()));
    while (word.find()) {
      documented.add(word.group(1));
    }
    // A status stands for itself, and nobody is left to read that the output is closed.
    assertThat(documented).containsAll(List.of("http-404", "api"));
    documented.removeAll(List.of("http-404", "api"));
    Set<ErrorKind> written =
        EnumSet.complementOf(EnumSet.of(ErrorKind.HTTP_STATUS, ErrorKind.OUTPUT_CLOSED));
    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(written.stream().map(ErrorKind::text).toList());
  }

  @ParameterizedTest
  @MethodSource("failuresOfTheClient")
  void everyFailureOfTheClientHasAKindOfItsOwn(Class<?> failure) {
    assertThat(ErrorKind.ofExceptionNamed(failure.getSimpleName()))
        .isNotEqualTo(ErrorKind.INTERNAL);
  }

  @Test
  void aStatusIsOneKindWithItsOwnWord() {
    CommandException missing = CommandException.httpStatus(404).withHint("look");
    assertThat(missing.kind()).isEqualTo(CommandException.httpStatus(500).kind());
    assertThat(missing.word()).isEqualTo("http-404");
    assertThat(ErrorReport.of(missing).word()).isEqualTo("http-404");
  }
}
