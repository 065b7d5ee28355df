package dev.sandglass.sandbox;

/** Every operation of the client API; the one table of their names. */
public enum Operation {
  SANDBOX_CREATE("Sandbox.create"),
  SANDBOX_GET("Sandbox.get"),
  SANDBOX_LIST("Sandbox.list"),
  SANDBOX_RESOLVE("Sandbox.resolve"),
  SANDBOX_START("Sandbox.start"),
  SANDBOX_STOP("Sandbox.stop"),
  SANDBOX_PAUSE("Sandbox.pause"),
  SANDBOX_RESUME("Sandbox.resume"),
  SANDBOX_DELETE("Sandbox.delete"),
  SANDBOX_RENEW("Sandbox.renew"),
  SANDBOX_PATCH_METADATA("Sandbox.patchMetadata"),
  SANDBOX_WAIT("Sandbox.waitFor"),
  SANDBOX_METRICS("Sandbox.metrics"),
  SANDBOX_USAGE("Sandbox.usage"),
  SIGNALS_METRICS("Signals.metrics"),
  SIGNALS_LOGS("Signals.logs"),
  SIGNALS_TRACES("Signals.traces"),
  SIGNALS_TRACE("Signals.trace"),
  ORGANIZATION_USAGE("Organization.usage"),
  PROCESS_EXEC("Process.exec"),
  PROCESS_START("Process.start"),
  PROCESS_COMMANDS("Process.commands"),
  PROCESS_LOGS("Process.logs"),
  PROCESS_SIGNAL("Process.signal"),
  PROCESS_LIST("Process.list"),
  CODE_RUN("Code.run"),
  CODE_CONTEXT("Code.context"),
  FILE_INFO("FileSystem.info"),
  FILE_LIST("FileSystem.list"),
  FILE_SEARCH("FileSystem.search"),
  FILE_READ("FileSystem.read"),
  FILE_WRITE("FileSystem.write"),
  FILE_MKDIRS("FileSystem.mkdirs"),
  FILE_DELETE("FileSystem.delete"),
  FILE_MOVE("FileSystem.move"),
  FILE_CHMOD("FileSystem.chmod"),
  FILE_REPLACE("FileSystem.replace"),
  FILE_UPLOAD("FileSystem.upload"),
  FILE_DOWNLOAD("FileSystem.download"),
  SNAPSHOT_CREATE("Snapshot.create"),
  SNAPSHOT_GET("Snapshot.get"),
  SNAPSHOT_LIST("Snapshot.list"),
  SNAPSHOT_DELETE("Snapshot.delete"),
  VOLUME_CREATE("Volume.create"),
  VOLUME_LIST("Volume.list"),
  VOLUME_DELETE("Volume.delete"),
  TEMPLATE_ADD("Template.add"),
  TEMPLATE_LIST("Template.list"),
  TEMPLATE_DELETE("Template.delete"),
  PORT_ENDPOINT("Port.endpoint"),
  PORT_FORWARD("Port.forward"),
  ENGINE_STATUS("Engine.status"),
  ENGINE_START("Engine.start"),
  ENGINE_LAUNCH("Engine.launch"),
  ENGINE_STOP("Engine.stop"),
  ENGINE_DASHBOARD("Engine.dashboard"),
  API_CALL("Api.call");

  private final String operationName;

  Operation(String operationName) {
    this.operationName = operationName;
  }

  /** The name, as spans and telemetry show it. */
  public String operationName() {
    return operationName;
  }
}
