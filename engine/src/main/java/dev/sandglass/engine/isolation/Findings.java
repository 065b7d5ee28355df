package dev.sandglass.engine.isolation;

/**
 * What was found out about this machine.
 *
 * @param groups the control groups that can be made here
 */
record Findings(HostCapabilities capabilities, ControlGroups groups) {
  /**
   * Looks at this machine, which takes some processes and milliseconds.
   *
   * @param ids which ids sandboxes get, already asked of the probe
   * @param engine a name for this engine's control groups
   * @throws IsolationException if sandboxes are impossible here, with the fix
   */
  static Findings look(HostProbe probe, HostPrograms programs, IdRange ids, String engine) {
    Trial trial = probe.tryOut(engine);
    var groups = ControlGroups.in(trial.places());
    var executor = probe.executor(trial);
    boolean root = HostProbe.root();
    boolean seccomp =
        executor == HostCapabilities.Executor.BUBBLEWRAP
            && SeccompFilter.forArchitecture(System.getProperty("os.arch")).isPresent();
    if (groups.layout() == HostCapabilities.Cgroups.NONE) {
      probe.note(
          "limits for CPU and memory cannot be enforced, because no control group is yours to"
              + " write: run as root, or start the engine with 'systemd-run --user --scope"
              + " -p Delegate=yes sand engine start'");
    }
    if (!programs.has("ip")) {
      probe.note("sandboxes have no loopback interface: install iproute2");
    }
    boolean outbound = SandboxNetwork.available(programs, probe);
    boolean relay = LoopbackRelay.available(programs, probe);
    var capabilities =
        new HostCapabilities(
            root,
            executor,
            ids.mapping(),
            seccomp,
            groups.layout(),
            root && programs.has("mkfs.ext4"),
            outbound,
            relay,
            probe.notes());
    return new Findings(capabilities, groups);
  }
}
