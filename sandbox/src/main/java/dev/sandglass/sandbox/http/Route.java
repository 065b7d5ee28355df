package dev.sandglass.sandbox.http;

import dev.sandglass.scrubber.RouteTemplate;

/** Every request that this module makes: the one table of methods and paths. */
public enum Route {
  SANDBOXES_CREATE("POST", "/sandboxes"),
  SANDBOXES_LIST("GET", "/sandboxes"),
  SANDBOX_GET("GET", "/sandboxes/:sandboxId"),
  SANDBOX_DELETE("DELETE", "/sandboxes/:sandboxId"),
  SANDBOX_PATCH_METADATA("PATCH", "/sandboxes/:sandboxId/metadata"),
  SANDBOX_PAUSE("POST", "/sandboxes/:sandboxId/pause"),
  SANDBOX_RESUME("POST", "/sandboxes/:sandboxId/resume"),
  SANDBOX_RENEW("POST", "/sandboxes/:sandboxId/renew-expiration"),
  SANDBOX_ENDPOINT("GET", "/sandboxes/:sandboxId/endpoints/:port"),
  SANDBOX_SNAPSHOT("POST", "/sandboxes/:sandboxId/snapshots"),
  SNAPSHOTS_LIST("GET", "/snapshots"),
  SNAPSHOT_GET("GET", "/snapshots/:snapshotId"),
  SNAPSHOT_DELETE("DELETE", "/snapshots/:snapshotId"),

  /** Any path a user types. */
  RAW("GET", "/:path"),

  COMMAND_RUN(Part.EXECD, "POST", "/command"),
  COMMAND_INTERRUPT(Part.EXECD, "DELETE", "/command"),
  COMMAND_STATUS(Part.EXECD, "GET", "/command/status/:commandId"),
  COMMAND_LOGS(Part.EXECD, "GET", "/command/:commandId/logs"),
  CODE_RUN(Part.EXECD, "POST", "/code"),
  CODE_INTERRUPT(Part.EXECD, "DELETE", "/code"),
  CODE_CONTEXT_CREATE(Part.EXECD, "POST", "/code/context"),
  CODE_CONTEXTS_LIST(Part.EXECD, "GET", "/code/contexts"),
  CODE_CONTEXT_DELETE(Part.EXECD, "DELETE", "/code/contexts/:contextId"),
  PTY_CREATE(Part.EXECD, "POST", "/pty"),
  PTY_DELETE(Part.EXECD, "DELETE", "/pty/:sessionId"),
  PTY_CONNECT(Part.EXECD, "GET", "/pty/:sessionId/ws"),
  METRICS(Part.EXECD, "GET", "/metrics"),
  FILES_INFO(Part.EXECD, "GET", "/files/info"),
  FILES_DELETE(Part.EXECD, "DELETE", "/files"),
  FILES_PERMISSIONS(Part.EXECD, "POST", "/files/permissions"),
  FILES_MOVE(Part.EXECD, "POST", "/files/mv"),
  FILES_SEARCH(Part.EXECD, "GET", "/files/search"),
  FILES_REPLACE(Part.EXECD, "POST", "/files/replace"),
  FILES_UPLOAD(Part.EXECD, "POST", "/files/upload"),
  FILES_DOWNLOAD(Part.EXECD, "GET", "/files/download"),
  DIRECTORIES_LIST(Part.EXECD, "GET", "/directories/list"),
  DIRECTORIES_CREATE(Part.EXECD, "POST", "/directories"),
  DIRECTORIES_DELETE(Part.EXECD, "DELETE", "/directories"),

  ENGINE_GET("GET", "/x-sandglass/engine"),
  ENGINE_STOP("POST", "/x-sandglass/engine/stop"),
  DASHBOARD_TOKEN("POST", "/x-sandglass/dashboard/tokens"),
  SANDBOX_DETAILS("GET", "/x-sandglass/sandboxes/:sandboxId"),
  SANDBOX_START("POST", "/x-sandglass/sandboxes/:sandboxId/start"),
  SANDBOX_STOP("POST", "/x-sandglass/sandboxes/:sandboxId/stop"),
  SANDBOX_WAIT("GET", "/x-sandglass/sandboxes/:sandboxId/wait"),
  SANDBOX_EXEC("GET", "/x-sandglass/sandboxes/:sandboxId/exec"),
  PROCESSES_LIST("GET", "/x-sandglass/sandboxes/:sandboxId/processes"),
  PROCESS_SIGNAL("POST", "/x-sandglass/sandboxes/:sandboxId/processes/:pid/signal"),
  COMMANDS_LIST("GET", "/x-sandglass/sandboxes/:sandboxId/commands"),
  COMMANDS_START("POST", "/x-sandglass/sandboxes/:sandboxId/commands"),
  COMMANDS_GET("GET", "/x-sandglass/sandboxes/:sandboxId/commands/:commandId"),
  COMMANDS_SIGNAL("POST", "/x-sandglass/sandboxes/:sandboxId/commands/:commandId/signal"),
  COMMANDS_LOGS("GET", "/x-sandglass/sandboxes/:sandboxId/commands/:commandId/logs"),
  ARCHIVE_DOWNLOAD("GET", "/x-sandglass/sandboxes/:sandboxId/archive"),
  ARCHIVE_UPLOAD("PUT", "/x-sandglass/sandboxes/:sandboxId/archive"),
  SANDBOX_LOG_RECORDS("GET", "/x-sandglass/sandboxes/:sandboxId/telemetry/logs"),
  SANDBOX_METRIC_SERIES("GET", "/x-sandglass/sandboxes/:sandboxId/telemetry/metrics"),
  SANDBOX_TRACES("GET", "/x-sandglass/sandboxes/:sandboxId/telemetry/traces"),
  SANDBOX_TRACE("GET", "/x-sandglass/sandboxes/:sandboxId/telemetry/traces/:traceId"),
  METRICS_NOW("GET", "/x-sandglass/metrics"),
  USAGE("GET", "/x-sandglass/usage"),
  VOLUMES_LIST("GET", "/x-sandglass/volumes"),
  VOLUMES_CREATE("POST", "/x-sandglass/volumes"),
  VOLUME_DELETE("DELETE", "/x-sandglass/volumes/:volumeName"),
  TEMPLATES_LIST("GET", "/x-sandglass/templates"),
  TEMPLATE_ADD("PUT", "/x-sandglass/templates/:templateName"),
  TEMPLATE_DELETE("DELETE", "/x-sandglass/templates/:templateName"),
  FORWARDS_CREATE("POST", "/x-sandglass/sandboxes/:sandboxId/forwards"),
  FORWARDS_LIST("GET", "/x-sandglass/sandboxes/:sandboxId/forwards"),
  FORWARD_DELETE("DELETE", "/x-sandglass/sandboxes/:sandboxId/forwards/:port");

  /** The parts of the API, each with paths of its own. */
  public enum Part {
    /** The server itself. */
    SERVER,
    /** The execution daemon of one sandbox. */
    EXECD
  }

  private final Part part;
  private final String method;
  private final RouteTemplate template;

  Route(String method, String template) {
    this(Part.SERVER, method, template);
  }

  Route(Part part, String method, String template) {
    this.part = part;
    this.method = method;
    this.template = RouteTemplate.of(template);
  }

  /** The part of the API that it belongs to. */
  public Part part() {
    return part;
  }

  /** The HTTP method. */
  public String method() {
    return method;
  }

  /** The path below the API's base (the sandbox's execd for its routes). */
  public RouteTemplate template() {
    return template;
  }
}
