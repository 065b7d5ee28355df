package dev.sandglass.scrubber;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TerminalTextTest {
  @Test
  void escapesTerminalSequences() {
    assertThat(TerminalText.printable("a\u001b]0;title\u0007b")).isEqualTo("a\\x1b]0;title\\x07b");
  }

  @Test
  void escapesEveryC0AndC1ControlAndDel() {
    for (int code = 0; code <= 0x9f; code++) {
      if (code < 0x20 || code >= 0x7f) {
        String expected = String.format("<\\x%02x>", code);
        assertThat(TerminalText.printable("<" + (char) code + ">")).isEqualTo(expected);
      }
    }
  }

  @Test
  void escapesBidirectionalControlsAndSeparators() {
    int[] codes = {
      0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069
    };
    for (int code : codes) {
      String expected = String.format("\\u%04x", code);
      assertThat(TerminalText.printable(Character.toString(code))).isEqualTo(expected);
    }
  }

  @Test
  void escapesLoneSurrogatesButKeepsPairs() {
    assertThat(TerminalText.printable("\ud83d!")).isEqualTo("\\ud83d!");
    assertThat(TerminalText.printable("!\ude00")).isEqualTo("!\\ude00");
    assertThat(TerminalText.printable("\u0007\ud83d\ude00")).isEqualTo("\\x07\ud83d\ude00");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "plain ~", "naïve", "日本語", "שלום", "e\u0301", "\u00a0", "😀", "C:\\x1b"})
  void keepsOrdinaryUnicode(String text) {
    assertThat(TerminalText.printable(text)).isEqualTo(text);
    assertThat(TerminalText.printableLines(text)).isEqualTo(text);
  }

  @Test
  void keepsLinesAndTabsOnlyWhenAsked() {
    String text = "a\tb\r\nc\u001b[0m";
    assertThat(TerminalText.printableLines(text)).isEqualTo("a\tb\\x0d\nc\\x1b[0m");
    assertThat(TerminalText.printable(text)).isEqualTo("a\\x09b\\x0d\\x0ac\\x1b[0m");
  }
}
