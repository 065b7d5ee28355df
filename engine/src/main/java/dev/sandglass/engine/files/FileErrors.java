package dev.sandglass.engine.files;

import dev.sandglass.engine.server.ApiException;

/** The errors of the files API. */
final class FileErrors {
  private static final String NOT_FOUND = "FILE_NOT_FOUND";
  private static final String INVALID_REQUEST = "INVALID_REQUEST_BODY";
  private static final String MISSING_QUERY = "MISSING_QUERY";
  private static final String INVALID_METADATA = "INVALID_FILE_METADATA";
  private static final String INVALID_CONTENT = "INVALID_FILE_CONTENT";
  private static final String INVALID_FILE = "INVALID_FILE";
  private static final String NOT_SATISFIABLE = "RANGE_NOT_SATISFIABLE";
  private static final String RUNTIME = "RUNTIME_ERROR";

  private FileErrors() {}

  static ApiException invalid(String message) {
    return new ApiException(400, INVALID_REQUEST, message);
  }

  static ApiException missingQuery(String name) {
    return new ApiException(400, MISSING_QUERY, "missing query parameter '" + name + "'");
  }

  static ApiException notFound(String path) {
    return new ApiException(404, NOT_FOUND, "file not found: " + path);
  }

  static ApiException runtime(String message) {
    return new ApiException(500, RUNTIME, message);
  }

  static ApiException invalidMultipart(String message) {
    return new ApiException(400, INVALID_FILE, message);
  }

  static ApiException invalidMetadata(String message) {
    return new ApiException(400, INVALID_METADATA, message);
  }

  static ApiException invalidContent(String message) {
    return new ApiException(400, INVALID_CONTENT, message);
  }

  static ApiException notSatisfiable(long size) {
    return new ApiException(
        416, NOT_SATISFIABLE, "the range is not satisfiable: the file has " + size + " bytes");
  }

  static ApiException paused() {
    return new ApiException(
        409, "SANDBOX::INVALID_STATE", "the sandbox is paused: resume it to work on its files");
  }

  /**
   * What files.sh said.
   *
   * @param kind its word for what was wrong
   * @param path the path it is about, for display
   * @param said what a program said about it, if one did
   */
  static ApiException ofTool(String kind, String path, String said) {
    return switch (kind) {
      case "missing" -> notFound(path);
      case "exists" -> invalid("there is something at the destination already: " + path);
      case "directory" -> invalid("this is a directory: " + path);
      case "not-directory" -> invalid("this is not a directory: " + path);
      case "not-file" -> invalid("this is not a regular file: " + path);
      case "link" -> invalid("this is a symbolic link, which is not followed here: " + path);
      case "archive" -> archive(path, said);
      default -> failed(path, said);
    };
  }

  private static ApiException failed(String path, String said) {
    String reason = lastLine(said);
    reason = reason.substring(reason.lastIndexOf(": ") < 0 ? 0 : reason.lastIndexOf(": ") + 2);
    return switch (reason) {
      case "No such file or directory" -> notFound(path);
      case "File exists",
          "Not a directory",
          "Is a directory",
          "Invalid argument",
          "File name too long",
          "Too many levels of symbolic links" ->
          invalid(path + ": " + reason);
      case "" -> runtime(path + ": it changed while it was worked on, or cannot be written");
      default -> runtime(path + ": " + reason);
    };
  }

  private static ApiException archive(String path, String said) {
    String reason =
        said.lines()
            .filter(line -> !line.startsWith("exit ") && !line.contains("Exiting with failure"))
            .reduce((first, last) -> last)
            .orElse("tar failed");
    reason = reason.replaceFirst("^\\S*tar: ", "");
    String message = "the archive was not extracted completely into " + path + ": " + reason;
    return reason.contains("No space left") || reason.contains("Read-only file system")
        ? runtime(message)
        : invalid(message);
  }

  private static String lastLine(String said) {
    return said.lines().reduce((first, last) -> last).orElse("");
  }
}
