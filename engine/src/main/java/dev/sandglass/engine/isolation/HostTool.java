package dev.sandglass.engine.isolation;

/** A trusted program of the host that can run in a sandbox's file system. */
public enum HostTool {
  /** A POSIX shell; the other tools are on its PATH under their own names. */
  SH("sh"),
  CAT("cat"),
  CHMOD("chmod"),
  CHOWN("chown"),
  CP("cp"),
  DD("dd"),
  DU("du"),
  FIND("find"),
  HEAD("head"),
  LN("ln"),
  MKDIR("mkdir"),
  MKTEMP("mktemp"),
  MV("mv"),
  READLINK("readlink"),
  RM("rm"),
  RMDIR("rmdir"),
  STAT("stat"),
  TAIL("tail"),
  TAR("tar"),
  TOUCH("touch");

  private final String program;

  HostTool(String program) {
    this.program = program;
  }

  /** The program's name. */
  public String program() {
    return program;
  }
}
