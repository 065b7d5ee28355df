package dev.sandglass.engine.files;

import dev.sandglass.engine.server.BlockingWork.Stream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Sends files of a sandbox. */
final class Downloads {
  private static final int CHUNK_BYTES = 64 * 1024;

  private Downloads() {}

  /**
   * What a client asks for.
   *
   * @param range the Range header
   * @param ifRange the If-Range header
   * @param offset number of the first line, from 1
   * @param limit number of lines
   */
  record Request(
      Optional<String> range,
      Optional<String> ifRange,
      Optional<Long> offset,
      Optional<Long> limit) {
    static Request of(QueryString query, @Nullable String range, @Nullable String ifRange) {
      Request request =
          new Request(
              Optional.ofNullable(range),
              Optional.ofNullable(ifRange),
              query.number("offset", 1),
              query.number("limit", 1));
      if (request.byLines() && range != null) {
        throw FileErrors.invalid(
            "offset and limit count lines: leave them or the Range header out");
      }
      return request;
    }

    boolean byLines() {
      return offset.isPresent() || limit.isPresent();
    }
  }

  /** Sends a file or a part of it. */
  static void send(SandboxFiles files, SandboxPath path, Request request, Stream stream)
      throws IOException {
    try (FileContent file = FileContent.open(files, path)) {
      if (request.byLines()) {
        OptionalLong count = request.limit().map(OptionalLong::of).orElse(OptionalLong.empty());
        InputStream lines = file.lines(request.offset().orElse(1L), count);
        copy(lines, stream.begin(200, Map.of("Content-Type", "text/plain")), Long.MAX_VALUE);
        return;
      }
      String tag = '"' + file.identity() + '"';
      Optional<ByteRange> range =
          request
              .range()
              .filter(header -> request.ifRange().isEmpty() || request.ifRange().get().equals(tag))
              .map(header -> ByteRange.parse(header, file.size()));
      ByteRange part = range.orElse(new ByteRange(0, file.size()));
      InputStream bytes = file.bytes(part.start(), part.length());
      OutputStream out =
          stream.begin(range.isPresent() ? 206 : 200, headers(file, path, tag, part, range));
      if (copy(bytes, out, part.length()) != part.length()) {
        throw new IOException("the file was cut short while it was sent");
      }
    }
  }

  private static Map<String, String> headers(
      FileContent file, SandboxPath path, String tag, ByteRange part, Optional<ByteRange> range) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/octet-stream");
    headers.put("Content-Length", Long.toString(part.length()));
    headers.put("Content-Disposition", disposition(path.rawName()));
    headers.put("Accept-Ranges", "bytes");
    headers.put("ETag", tag);
    headers.put(
        "Last-Modified",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(file.modifiedAt().atOffset(ZoneOffset.UTC)));
    range.ifPresent(given -> headers.put("Content-Range", given.contentRange(file.size())));
    return headers;
  }

  /** Sends at most so many bytes, and returns how many there were. */
  static long copy(InputStream in, OutputStream out, long most) throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    long sent = 0;
    while (sent < most) {
      int count = in.readNBytes(chunk, 0, (int) Math.min(chunk.length, most - sent));
      if (count == 0) {
        break;
      }
      out.write(chunk, 0, count);
      sent += count;
    }
    return sent;
  }

  private static String disposition(String rawName) {
    StringBuilder plain = new StringBuilder();
    StringBuilder encoded = new StringBuilder();
    for (byte b : rawName.getBytes(StandardCharsets.ISO_8859_1)) {
      char c = (char) (b & 0xff);
      boolean printable = c >= ' ' && c <= '~' && c != '"' && c != '\\';
      plain.append(printable ? c : '_');
      boolean safe = c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
      encoded.append(safe ? String.valueOf(c) : String.format("%%%02X", (int) c));
    }
    String simple = "attachment; filename=\"" + plain + '"';
    return plain.toString().equals(rawName) ? simple : simple + "; filename*=UTF-8''" + encoded;
  }
}
