package dev.sandglass.telemetry.upload;

import dev.sandglass.telemetry.Installation;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.locks.LockSupport;

/** Uploads as the detached process does. */
final class BackgroundMain {
  private BackgroundMain() {}

  /** Arguments: home, host, and a file to write this process's number to. */
  public static void main(String[] arguments) throws Exception {
    Demo demo = new Demo(Path.of(arguments[0]), URI.create(arguments[1]));
    Path number = Path.of(arguments[2]);
    Path fresh = number.resolveSibling("fresh");
    Files.writeString(fresh, String.valueOf(ProcessHandle.current().pid()));
    Files.move(fresh, number);
    UploadPlan plan = demo.plan(Effort.BACKGROUND);
    Uploader.run(arguments.length > 3 ? hanging(plan) : plan);
    Runtime.getRuntime().halt(0);
  }

  /** Returns a plan by which everything hangs at once, deaf to interrupts. */
  private static UploadPlan hanging(UploadPlan plan) {
    Installation installation = plan.installation();
    Clock deaf =
        new Clock() {
          @Override
          public Instant instant() {
            while (true) {
              LockSupport.park();
            }
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };
    Installation stuck =
        new Installation(
            installation.application(),
            installation.environment(),
            installation.settings(),
            installation.state(),
            deaf,
            installation.random(),
            installation.trace());
    return new UploadPlan(
        stuck, plan.vocabulary(), plan.schema(), plan.destination(), plan.effort());
  }
}
