package dev.sandglass.sandbox;

/** What a provider may be able to do beyond creating, listing and deleting sandboxes. */
public enum Capability {
  /** Pausing and resuming. */
  PAUSE("pause and resume sandboxes"),
  /** Stopping a sandbox with its files kept, and starting it again. */
  STOP_START("stop and start sandboxes"),
  /** Setting a sandbox's expiry. */
  RENEW("renew the expiry of sandboxes"),
  /** Changing metadata after creation. */
  METADATA("change metadata"),
  /** Snapshots and sandboxes made from them. */
  SNAPSHOTS("take snapshots"),
  /** Mounting host directories and named volumes. */
  VOLUME_MOUNTS("mount volumes"),
  /** Listing, creating and deleting named volumes. */
  VOLUMES("manage volumes"),
  /** Listing, adding and removing templates. */
  TEMPLATES("manage templates"),
  /** Refusing a name that another live sandbox has. */
  UNIQUE_NAMES("keep names unique"),
  /** Commands given as an argument list, without a shell in between. */
  EXEC("run commands"),
  /** A command's standard input. */
  EXEC_STDIN("send standard input to commands"),
  /** Commands on a pseudo-terminal. */
  EXEC_TERMINAL("run commands on a terminal"),
  /** Standard output and standard error apart and byte for byte. */
  EXEC_BYTE_EXACT("pass output through byte for byte"),
  /** Any signal to a running command. */
  EXEC_SIGNAL("send signals to commands"),
  /** Running a command as another user. */
  EXEC_USER("run commands as another user"),
  /** Background commands with status and logs. */
  BACKGROUND("run background commands"),
  /** Listing background commands. */
  BACKGROUND_LIST("list background commands"),
  /** The entry point's output. */
  ENTRYPOINT_LOGS("show the entry point's output"),
  /** Listing and signalling the processes of a sandbox. */
  PROCESSES("list processes"),
  /** Stateful code execution. */
  CODE("run code in interpreters"),
  /** Files and directories. */
  FILES("work with files"),
  /** Directory trees as one tar stream; without it archives are emulated file by file. */
  ARCHIVES("transfer directories as one stream"),
  /** CPU and memory figures. */
  METRICS("show metrics"),
  /** Metrics and logs of sandboxes as they were recorded, and what all of them use. */
  SIGNALS("show what was recorded of sandboxes"),
  /** Addresses of ports inside. */
  ENDPOINTS("give the address of a port"),
  /** Listeners on this machine that lead to a port inside. */
  FORWARDS("forward ports to this machine"),
  /** Everything about a sandbox: limits, usage, network. */
  DETAILS("show limits and usage"),
  /** The embedded engine itself can be started and stopped. */
  ENGINE_CONTROL("control an engine");

  private final String verb;

  Capability(String verb) {
    this.verb = verb;
  }

  /** What it enables, to complete the sentence "this provider cannot …". */
  public String verb() {
    return verb;
  }
}
