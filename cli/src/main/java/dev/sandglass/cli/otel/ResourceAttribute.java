package dev.sandglass.cli.otel;

/** What every signal says about who sends it: the one table of these names. */
public enum ResourceAttribute {
  SERVICE_NAME("service.name", "`sandglass`"),
  SERVICE_VERSION("service.version", "Version of `sand`"),
  SERVICE_INSTANCE_ID("service.instance.id", "Random UUID of this one invocation"),
  OS_TYPE("os.type", "Such as `linux`"),
  OS_NAME("os.name", "Such as `Linux`"),
  OS_VERSION("os.version", "Version of the kernel"),
  HOST_ARCH("host.arch", "Such as `amd64` or `arm64`"),
  RUNTIME_NAME("process.runtime.name", "Runtime that `sand` is executed by"),
  RUNTIME_VERSION("process.runtime.version", "Version of it"),
  RUNTIME_DESCRIPTION("process.runtime.description", "Kind of virtual machine in it");

  private final String key;
  private final String description;

  ResourceAttribute(String key, String description) {
    this.key = key;
    this.description = description;
  }

  /** Its name. */
  public String key() {
    return key;
  }

  /** What it says, in Markdown. */
  public String description() {
    return description;
  }
}
