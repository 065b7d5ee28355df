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

  COMMAND_RUN("POST", "/command"),
  COMMAND_INTERRUPT("DELETE", "/command"),
  COMMAND_STATUS("GET", "/command/status/:commandId"),
  COMMAND_LOGS("GET", "/command/:commandId/logs"),
  CODE_RUN("POST", "/code"),
  CODE_INTERRUPT("DELETE", "/code"),
  CODE_CONTEXT_CREATE("POST", "/code/context"),
  CODE_CONTEXTS_LIST("GET", "/code/contexts"),
  CODE_CONTEXT_DELETE("DELETE", "/code/contexts/:contextId"),
  PTY_CREATE("POST", "/pty"),
  PTY_DELETE("DELETE", "/pty/:sessionId"),
  PTY_CONNECT("GET", "/pty/:sessionId/ws"),
  METRICS("GET", "/metrics"),
  FILES_INFO("GET", "/files/info"),
  FILES_DELETE("DELETE", "/files"),
  FILES_PERMISSIONS("POST", "/files/permissions"),
  FILES_MOVE("POST", "/files/mv"),
  FILES_SEARCH("GET", "/files/search"),
  FILES_REPLACE("POST", "/files/replace"),
  FILES_UPLOAD("POST", "/files/upload"),
  FILES_DOWNLOAD("GET", "/files/download"),
  DIRECTORIES_LIST("GET", "/directories/list"),
  DIRECTORIES_CREATE("POST", "/directories"),
  DIRECTORIES_DELETE("DELETE", "/directories"),

  ENGINE_GET("GET", "/x-sandglass/engine"),
  ENGINE_STOP("POST", "/x-sandglass/engine/stop"),
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
  VOLUMES_LIST("GET", "/x-sandglass/volumes"),
  VOLUMES_CREATE("POST", "/x-sandglass/volumes"),
  VOLUME_DELETE("DELETE", "/x-sandglass/volumes/:volumeName"),
  TEMPLATES_LIST("GET", "/x-sandglass/templates"),
  TEMPLATE_ADD("PUT", "/x-sandglass/templates/:templateName"),
  TEMPLATE_DELETE("DELETE", "/x-sandglass/templates/:templateName"),
  FORWARDS_CREATE("POST", "/x-sandglass/sandboxes/:sandboxId/forwards"),
  FORWARDS_LIST("GET", "/x-sandglass/sandboxes/:sandboxId/forwards"),
  FORWARD_DELETE("DELETE", "/x-sandglass/sandboxes/:sandboxId/forwards/:port");

  private final String method;
  private final RouteTemplate template;

  Route(String method, String template) {
    this.method = method;
    this.template = RouteTemplate.of(template);
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
