package dev.sandglass.telemetry;

import dev.sandglass.telemetry.consent.YamlSettings;
import dev.sandglass.telemetry.event.RandomBytes;
import dev.sandglass.telemetry.event.ReleaseVersion;
import dev.sandglass.telemetry.event.ReleaseVersion.Stage;
import dev.sandglass.telemetry.spool.StateDirectory;
import dev.sandglass.telemetry.spool.Trace;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "hello")
class Hello {
  enum Failure {
    OTHER
  }

  @Command(description = "Greets somebody.")
  void greet(@Option(names = "--loud") boolean loud, @Parameters(paramLabel = "NAME") String name) {
    String greeting = "Hello, " + name + "!";
    System.out.println(loud ? greeting.toUpperCase() : greeting);
  }

  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    var notice =
        new Application.Notice(1, List.of("hello counts its use: HELLO_TELEMETRY=off ends that."));
    var application =
        new Application("hello", () -> new ReleaseVersion(1, 0, 0, Stage.RELEASE), notice);
    var installation =
        new Installation(
            application,
            environment,
            YamlSettings.of(Path.of(environment.get("HOME"), ".config/hello/telemetry.yaml")),
            StateDirectory.of(environment, "hello"),
            Clock.systemUTC(),
            RandomBytes.system(),
            Trace.NONE);
    var telemetry = new Telemetry(installation, () -> {}); // start your uploader here
    var line = new CommandLine(new Hello());
    var watched = new WatchedCommandLine(line, telemetry, failure -> Failure.OTHER);
    boolean person = System.console() != null;
    System.exit(watched.execute(person, System.err::println, arguments));
  }
}
