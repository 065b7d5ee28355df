package dev.sandglass.engine.isolation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The system calls that code in a sandbox may not make, as a classic BPF program in the kernel's
 * own format ({@code struct sock_filter}, see seccomp(2)).
 *
 * <p>It is a deny-list: everything that reaches into the kernel's more fragile or privileged
 * corners (kernel modules, BPF, io_uring, userfaultfd, mounting, new namespaces, keys …) fails with
 * EPERM. {@code clone3} fails with ENOSYS, because its flags are out of a filter's sight; C
 * libraries then use {@code clone}, whose flags are checked.
 */
final class SeccompFilter {
  private static final int LOAD_WORD = 0x20;
  private static final int JUMP_EQUAL = 0x15;
  private static final int JUMP_ANY_BIT = 0x45;
  private static final int JUMP_AT_LEAST = 0x35;
  private static final int RETURN = 0x06;

  private static final int OFFSET_NUMBER = 0;
  private static final int OFFSET_ARCHITECTURE = 4;
  private static final int OFFSET_ARGUMENT_0 = 16;
  private static final int OFFSET_ARGUMENT_1 = 24;

  private static final int ALLOW = 0x7fff0000;
  private static final int KILL_PROCESS = 0x80000000;
  private static final int ERROR = 0x00050000;
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;

  /** CLONE_NEW{TIME, NS, CGROUP, UTS, IPC, USER, PID, NET}. */
  private static final int NEW_NAMESPACES = 0x7e020080;

  /** Fake input into a terminal, and its relatives that paste: ioctl requests. */
  private static final int[] TERMINAL_INJECTIONS = {0x5412, 0x541c};

  /** The bit that marks x32 system calls on x86-64: a second table, not worth allowing. */
  private static final int X32_BIT = 0x40000000;

  private record Architecture(
      int audit, boolean x32, int cloneCall, int clone3, int unshare, int ioctl, int[] denied) {}

  private static final Map<String, Architecture> ARCHITECTURES =
      Map.of(
          "amd64",
          new Architecture(
              0xc000003e,
              true,
              56,
              435,
              272,
              16,
              new int[] {
                103, // syslog
                134, // uselib
                135, // personality
                139, // sysfs
                153, // vhangup
                154, // modify_ldt
                155, // pivot_root
                156, // _sysctl
                163, // acct
                164, // settimeofday
                165, // mount
                166, // umount2
                167, // swapon
                168, // swapoff
                169, // reboot
                172, // iopl
                173, // ioperm
                174, // create_module
                175, // init_module
                176, // delete_module
                177, // get_kernel_syms
                178, // query_module
                179, // quotactl
                180, // nfsservctl
                212, // lookup_dcookie
                227, // clock_settime
                246, // kexec_load
                248, // add_key
                249, // request_key
                250, // keyctl
                298, // perf_event_open
                300, // fanotify_init
                304, // open_by_handle_at
                305, // clock_adjtime
                308, // setns
                313, // finit_module
                320, // kexec_file_load
                321, // bpf
                323, // userfaultfd
                425, // io_uring_setup
                426, // io_uring_enter
                427, // io_uring_register
                428, // open_tree
                429, // move_mount
                430, // fsopen
                431, // fsconfig
                432, // fsmount
                433, // fspick
                442, // mount_setattr
                443, // quotactl_fd
                467, // open_tree_attr
              }),
          "aarch64",
          new Architecture(
              0xc00000b7,
              false,
              220,
              435,
              97,
              29,
              new int[] {
                116, // syslog
                92, // personality
                58, // vhangup
                41, // pivot_root
                89, // acct
                170, // settimeofday
                40, // mount
                39, // umount2
                224, // swapon
                225, // swapoff
                142, // reboot
                105, // init_module
                106, // delete_module
                60, // quotactl
                42, // nfsservctl
                18, // lookup_dcookie
                112, // clock_settime
                104, // kexec_load
                217, // add_key
                218, // request_key
                219, // keyctl
                241, // perf_event_open
                262, // fanotify_init
                265, // open_by_handle_at
                266, // clock_adjtime
                268, // setns
                273, // finit_module
                294, // kexec_file_load
                280, // bpf
                282, // userfaultfd
                425, // io_uring_setup
                426, // io_uring_enter
                427, // io_uring_register
                428, // open_tree
                429, // move_mount
                430, // fsopen
                431, // fsconfig
                432, // fsmount
                433, // fspick
                442, // mount_setattr
                443, // quotactl_fd
                467, // open_tree_attr
              }));

  private SeccompFilter() {}

  /**
   * The filter for a processor architecture.
   *
   * @param architecture as in the system property {@code os.arch}
   * @return the raw {@code sock_filter} records, or empty if there is no filter for it
   */
  static Optional<byte[]> forArchitecture(String architecture) {
    return Optional.ofNullable(ARCHITECTURES.get(architecture)).map(SeccompFilter::assemble);
  }

  private static byte[] assemble(Architecture architecture) {
    var program = new Program();
    program.add(LOAD_WORD, 0, 0, OFFSET_ARCHITECTURE);
    program.add(JUMP_EQUAL, 1, 0, architecture.audit());
    program.add(RETURN, 0, 0, KILL_PROCESS);
    program.add(LOAD_WORD, 0, 0, OFFSET_NUMBER);
    if (architecture.x32()) {
      program.add(JUMP_AT_LEAST, 0, 1, X32_BIT);
      program.add(RETURN, 0, 0, ERROR | ENOSYS);
    }
    program.add(JUMP_EQUAL, 0, 1, architecture.clone3());
    program.add(RETURN, 0, 0, ERROR | ENOSYS);
    for (int number : architecture.denied()) {
      program.add(JUMP_EQUAL, 0, 1, number);
      program.add(RETURN, 0, 0, ERROR | EPERM);
    }
    for (int number : new int[] {architecture.cloneCall(), architecture.unshare()}) {
      program.add(JUMP_EQUAL, 0, 4, number);
      program.add(LOAD_WORD, 0, 0, OFFSET_ARGUMENT_0);
      program.add(JUMP_ANY_BIT, 0, 1, NEW_NAMESPACES);
      program.add(RETURN, 0, 0, ERROR | EPERM);
      program.add(RETURN, 0, 0, ALLOW);
    }
    program.add(JUMP_EQUAL, 0, 2 + 2 * TERMINAL_INJECTIONS.length, architecture.ioctl());
    program.add(LOAD_WORD, 0, 0, OFFSET_ARGUMENT_1);
    for (int request : TERMINAL_INJECTIONS) {
      program.add(JUMP_EQUAL, 0, 1, request);
      program.add(RETURN, 0, 0, ERROR | EPERM);
    }
    program.add(RETURN, 0, 0, ALLOW);
    program.add(RETURN, 0, 0, ALLOW);
    return program.bytes();
  }

  private static final class Program {
    private final List<byte[]> instructions = new ArrayList<>();

    void add(int code, int jumpTrue, int jumpFalse, int operand) {
      instructions.add(
          ByteBuffer.allocate(8)
              .order(ByteOrder.nativeOrder())
              .putShort((short) code)
              .put((byte) jumpTrue)
              .put((byte) jumpFalse)
              .putInt(operand)
              .array());
    }

    byte[] bytes() {
      var all = ByteBuffer.allocate(8 * instructions.size());
      instructions.forEach(all::put);
      return all.array();
    }
  }
}
