package dev.sandglass.cli.command;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.cli.transfer.Transfer;
import dev.sandglass.sandbox.ApiResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand api}. */
@Command(
    name = "api",
    description = {
      "Make a raw request to the API with the credentials of the provider.",
      "Prints the body of the answer; ends with 125 when its status is 400 or more, and tells the status."
    },
    footer = {
      "  sand api GET /sandboxes",
      "  sand api POST /sandboxes/ID/pause",
      "  sand api PATCH /sandboxes/ID/metadata --data '{\"team\":\"a\"}'"
    })
public final class ApiCommand implements Callable<Integer> {
  private final CommandContext context;

  private static final Pattern METHOD = Pattern.compile("[A-Z]{3,10}");

  @Parameters(index = "0", paramLabel = "METHOD", description = "GET, POST, PUT, PATCH or DELETE.")
  private String method = "";

  @Parameters(
      index = "1",
      paramLabel = "PATH",
      description = "The path below the API's base, such as /sandboxes?pageSize=5.")
  private String path = "";

  @Option(
      names = {"-d", "--data"},
      paramLabel = "-|@FILE|TEXT",
      description = "The body: standard input, a file, or the text itself.")
  private @Nullable String data;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "NAME:VALUE",
      description = "A header field; may be repeated.")
  private List<String> headers = List.of();

  /** Creates the command. */
  public ApiCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String verb = method.toUpperCase(Locale.ROOT);
    if (!METHOD.matcher(verb).matches()) {
      throw CommandException.usage("'" + method + "' is not an HTTP method");
    }
    if (!path.startsWith("/")) {
      throw CommandException.usage("'" + path + "' is not a path; it begins with a slash");
    }
    Map<String, String> fields = fields();
    try (InputStream body = body();
        ApiResponse response =
            context.client().api(verb, path, fields, Optional.ofNullable(data).map(d -> body))) {
      Transfer.textToStandardOutput(response.body(), context.console());
      if (response.status() >= 400) {
        throw CommandException.httpStatus(response.status());
      }
    } catch (IOException e) {
      throw Transfer.broken(path, e);
    }
    return 0;
  }

  private Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    if (data != null) {
      fields.put("Content-Type", "application/json");
    }
    for (String header : headers) {
      int colon = header.indexOf(':');
      String name = colon < 1 ? "" : header.substring(0, colon).strip();
      String value = header.substring(colon + 1).strip();
      if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+") || value.chars().anyMatch(c -> c < ' ')) {
        throw CommandException.usage("'" + header + "' is not NAME:VALUE");
      }
      fields.keySet().removeIf(name::equalsIgnoreCase);
      fields.put(name, value);
    }
    return fields;
  }

  private InputStream body() throws IOException {
    if (data == null) {
      return InputStream.nullInputStream();
    }
    if (data.equals("-")) {
      return context.console().in();
    }
    if (data.startsWith("@")) {
      Path file = Path.of(data.substring(1));
      if (!Files.isReadable(file)) {
        throw CommandException.cannot(ErrorKind.LOCAL_FILE, "'" + file + "' cannot be read");
      }
      return Files.newInputStream(file);
    }
    return new ByteArrayInputStream(data.getBytes(StandardCharsets.UTF_8));
  }
}
