package dev.sandglass.cli.otel.http2;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer while it comes in. */
final class Response {
  private static final String STATUS = ":status";
  private static final int FINAL_STATUS = 200;

  private final long most;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private @Nullable List<Header> head;
  private List<Header> trailers = List.of();
  private boolean complete;

  /**
   * Makes one.
   *
   * @param most bytes that the body may have
   */
  Response(long most) {
    this.most = most;
  }

  boolean isComplete() {
    return complete;
  }

  /** Takes in lines; those before the final ones say only that it is on its way. */
  void headers(List<Header> lines, boolean end) throws IOException {
    if (head != null) {
      trailers = lines;
    } else if (status(lines) >= FINAL_STATUS) {
      head = lines;
    }
    complete = end;
  }

  void data(byte[] content, boolean end) throws IOException {
    if (head == null) {
      throw new ProtocolException("A body comes before its head");
    }
    if (body.size() + content.length > most) {
      throw new IOException("the answer is longer than " + most + " bytes");
    }
    body.writeBytes(content);
    complete = end;
  }

  Answer whole() throws IOException {
    List<Header> lines = head;
    if (lines == null) {
      throw new ProtocolException("An answer ends before its head");
    }
    List<Header> said = lines.stream().filter(line -> !line.name().equals(STATUS)).toList();
    return new Answer(status(lines), said, body.toByteArray(), trailers);
  }

  private static int status(List<Header> lines) throws IOException {
    for (Header line : lines) {
      if (line.name().equals(STATUS) && line.value().matches("[1-9][0-9]{2}")) {
        return Integer.parseInt(line.value());
      }
    }
    throw new ProtocolException("A head has no status");
  }
}
