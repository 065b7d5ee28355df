package dev.sandglass.cli.console;

import dev.sandglass.scrubber.TerminalText;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/** Rows of untrusted text in columns, two spaces apart. */
final class Table {
  private static final String GAP = "  ";
  private static final int LEAST_COLUMN = 6;

  private final List<List<String>> rows = new ArrayList<>();

  Table(List<String> header) {
    rows.add(header);
  }

  void add(List<String> cells) {
    rows.add(cells.stream().map(TerminalText::printable).toList());
  }

  /** Returns the lines; with a width above 0 the widest columns are cut until the rows fit. */
  String render(int width) {
    int[] widths = widths();
    if (width > 0) {
      shrink(widths, width);
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      int last = row.size() - 1;
      for (int i = 0; i <= last; i++) {
        String cell = cut(row.get(i), widths[i]);
        text.append(cell);
        if (i < last) {
          text.append(" ".repeat(widths[i] - displayWidth(cell))).append(GAP);
        }
      }
      text.append('\n');
    }
    return text.toString();
  }

  private int[] widths() {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], displayWidth(row.get(i)));
      }
    }
    return widths;
  }

  private static void shrink(int[] widths, int width) {
    int excess = GAP.length() * (widths.length - 1) - width;
    for (int columnWidth : widths) {
      excess += columnWidth;
    }
    while (excess > 0) {
      int widest = 0;
      for (int i = 1; i < widths.length; i++) {
        widest = widths[i] > widths[widest] ? i : widest;
      }
      if (widths[widest] <= LEAST_COLUMN) {
        return;
      }
      widths[widest]--;
      excess--;
    }
  }

  private static String cut(String cell, int width) {
    if (displayWidth(cell) <= width) {
      return cell;
    }
    StringBuilder kept = new StringBuilder();
    int used = 1;
    for (int i = 0, codePoint; i < cell.length(); i += Character.charCount(codePoint)) {
      codePoint = cell.codePointAt(i);
      used += Math.max(0, WCWidth.wcwidth(codePoint));
      if (used > width) {
        break;
      }
      kept.appendCodePoint(codePoint);
    }
    return kept.append('…').toString();
  }

  private static int displayWidth(String cell) {
    return cell.codePoints().map(codePoint -> Math.max(0, WCWidth.wcwidth(codePoint))).sum();
  }
}
