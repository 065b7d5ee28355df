package dev.sandglass.engine.files;

import dev.sandglass.engine.server.ApiException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What {@code files.sh} answers: records of fields, and bytes that may follow. */
final class ToolOutput extends InputStream {
  private static final int MAX_FIELD_BYTES = 1 << 20;

  private final InputStream in;
  private final byte[] buffer = new byte[64 * 1024];
  private int position;
  private int end;

  ToolOutput(InputStream in) {
    this.in = in;
  }

  /**
   * One record.
   *
   * @param kind a letter
   * @param fields raw strings
   */
  record Entry(String kind, List<String> fields) {}

  /**
   * Reads the records of one answer.
   *
   * @throws ApiException the first error among them, after all were read
   * @throws EOFException if the process ended in the middle
   */
  void answer(Consumer<Entry> sink) throws IOException {
    ApiException error = null;
    while (true) {
      String kind = field();
      if (kind.equals("=")) {
        break;
      }
      Entry entry = entry(kind);
      if (!kind.equals("e")) {
        sink.accept(entry);
      } else if (error == null) {
        String path = ByteText.display(entry.fields().get(1));
        String said = ByteText.display(entry.fields().get(2));
        error = FileErrors.ofTool(entry.fields().get(0), path, said);
      }
    }
    if (error != null) {
      throw error;
    }
  }

  private Entry entry(String kind) throws IOException {
    int count =
        switch (kind) {
          case "e", "t" -> 3;
          case "a" -> 2;
          case "s" -> 1;
          case "f" -> 9;
          default -> throw new IOException("unexpected answer of the tools in the sandbox");
        };
    List<String> fields = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      fields.add(field());
    }
    return new Entry(kind, fields);
  }

  private String field() throws IOException {
    ByteArrayOutputStream split = null;
    while (true) {
      for (int at = position; at < end; at++) {
        if (buffer[at] == 0) {
          int from = position;
          position = at + 1;
          if (split == null) {
            return new String(buffer, from, at - from, StandardCharsets.ISO_8859_1);
          }
          split.write(buffer, from, at - from);
          return split.toString(StandardCharsets.ISO_8859_1);
        }
      }
      split = split == null ? new ByteArrayOutputStream() : split;
      split.write(buffer, position, end - position);
      if (split.size() > MAX_FIELD_BYTES) {
        throw new IOException("the answer of the tools in the sandbox is too long");
      }
      position = 0;
      end = Math.max(0, in.read(buffer, 0, buffer.length));
      if (end == 0) {
        throw new EOFException("the tools in the sandbox ended before they had answered");
      }
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (position == end) {
      return in.read(bytes, offset, length);
    }
    int count = Math.min(length, end - position);
    System.arraycopy(buffer, position, bytes, offset, count);
    position += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
