package dev.sandglass.cli.command.sandbox;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.configuration.Configuration;
import dev.sandglass.cli.configuration.Key;
import dev.sandglass.cli.value.ByteSize;
import dev.sandglass.cli.value.CpuCount;
import dev.sandglass.cli.value.Label;
import dev.sandglass.cli.value.MalformedValueException;
import dev.sandglass.cli.value.Variable;
import dev.sandglass.cli.value.VolumeMount;
import dev.sandglass.sandbox.Capability;
import dev.sandglass.sandbox.CreateRequest;
import dev.sandglass.sandbox.NetworkMode;
import dev.sandglass.sandbox.Sandbox;
import dev.sandglass.sandbox.SandboxDetails;
import dev.sandglass.sandbox.SandboxInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a new sandbox shall be: the options that {@code create} and {@code run} share. */
final class CreateOptions {
  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "Name; no other sandbox may have it.")
  private @Nullable String name;

  @Option(
      names = {"--image", "--template"},
      paramLabel = "IMAGE",
      description = "Template or image; 'host', the tools of this machine, if not configured.")
  private @Nullable String image;

  @Option(
      names = "--snapshot",
      paramLabel = "SNAPSHOT",
      description = "Snapshot to start from, by name or id.")
  private @Nullable String snapshot;

  @Option(
      names = {"-e", "--env"},
      paramLabel = "NAME[=VALUE]",
      description = "Environment variable; without a value, the one set here.")
  private List<Variable> variables = new ArrayList<>();

  @Option(names = "--env-file", paramLabel = "FILE", description = "File with lines NAME=VALUE.")
  private List<Path> environmentFiles = new ArrayList<>();

  @Option(
      names = {"-l", "--label"},
      paramLabel = "KEY=VALUE",
      description = "Label, to find it again.")
  private List<Label> labels = new ArrayList<>();

  @Option(
      names = "--cpu",
      paramLabel = "N",
      description = "Most processors it may use: 2, 0.5 or 500m.")
  private @Nullable CpuCount cpu;

  @Option(
      names = {"-m", "--memory"},
      paramLabel = "SIZE",
      description = "Most memory it may use: 512Mi or 1g.")
  private @Nullable ByteSize memory;

  @Option(
      names = "--disk",
      paramLabel = "SIZE",
      description = "Most space its files may take: 10Gi.")
  private @Nullable ByteSize disk;

  @Option(
      names = "--pids",
      paramLabel = "N",
      description = "Most processes and threads it may have.")
  private @Nullable Integer pids;

  @Option(
      names = {"-v", "--volume"},
      paramLabel = "SOURCE:PATH[:ro]",
      description = "Mount a directory of this machine or a named volume.")
  private List<VolumeMount> volumes = new ArrayList<>();

  @Option(
      names = "--network",
      paramLabel = "MODE",
      description = "What it reaches: none, or host-allowed for what this machine reaches.")
  private @Nullable String network;

  @Option(
      names = "--entrypoint",
      paramLabel = "COMMAND",
      description = "Shell command that runs from the start.")
  private @Nullable String entrypoint;

  @Option(
      names = "--otel-export",
      description = {
        "Send what it tells to the backend of OTEL_EXPORTER_OTLP_ENDPOINT, _PROTOCOL, _HEADERS, ...,",
        "set by -e or here. Nothing in the sandbox sees them."
      })
  private boolean otelExport;

  /** Returns the request, still without lifetime. */
  CreateRequest.Builder request(CommandContext context, List<String> command) {
    Configuration configuration = context.configuration();
    CreateRequest.Builder request = source(context);
    if (name != null) {
      if (context.client().capabilities().contains(Capability.UNIQUE_NAMES)) {
        request.uniqueName(name);
      } else {
        request.name(name);
      }
    }
    request.entrypoint(entrypoint(command));
    // Those of the user come later, and so go before these.
    context.telemetry().forNewSandbox().forEach(request::environment);
    Variables wanted =
        new Variables(context.environment()).addFiles(environmentFiles).add(variables);
    if (otelExport) {
      OtelExport.add(context, wanted, request);
    }
    wanted.values().forEach(request::environment);
    labels.forEach(label -> add(label, request));
    limits(request, configuration);
    volumes.forEach(volume -> request.volume(mount(volume)));
    request.network(network(configuration));
    return request;
  }

  private CreateRequest.Builder source(CommandContext context) {
    if (snapshot != null && image != null) {
      throw CommandException.usage("--snapshot and --image exclude each other");
    }
    if (snapshot != null) {
      return CreateRequest.snapshot(context.client().snapshots().resolve(snapshot).id());
    }
    return CreateRequest.image(
        Optional.ofNullable(image).or(() -> context.configuration().get(Key.IMAGE)).orElse("host"));
  }

  private List<String> entrypoint(List<String> command) {
    if (entrypoint == null) {
      return command;
    }
    if (!command.isEmpty()) {
      throw CommandException.usage("--entrypoint and a command after -- exclude each other");
    }
    return List.of("/bin/sh", "-c", entrypoint);
  }

  private static void add(Label label, CreateRequest.Builder request) {
    if (label.key().equals(SandboxInfo.NAME_KEY)) {
      throw CommandException.usage("Label 'name' is what --name sets");
    }
    request.metadata(label.key(), label.value());
  }

  private void limits(CreateRequest.Builder request, Configuration configuration) {
    Optional.ofNullable(cpu)
        .or(() -> configuration.get(Key.CPU).map(CpuCount::parse))
        .ifPresent(value -> request.limit("cpu", value.quantity()));
    Optional.ofNullable(memory)
        .or(() -> configuration.get(Key.MEMORY).map(ByteSize::parse))
        .ifPresent(value -> request.limit("memory", value.quantity()));
    if (disk != null) {
      request.limit("disk", disk.quantity());
    }
    if (pids != null) {
      if (pids < 1) {
        throw CommandException.usage(
            "Invalid value for option '--pids': '" + pids + "' is not a number above 0");
      }
      request.limit("pids", pids.toString());
    }
  }

  private NetworkMode network(Configuration configuration) {
    String mode = Optional.ofNullable(network).or(() -> configuration.get(Key.NETWORK)).orElse("");
    return switch (mode.toLowerCase(Locale.ROOT)) {
      case "" -> NetworkMode.DEFAULT;
      case "none" -> NetworkMode.NONE;
      case "host-allowed" -> NetworkMode.HOST_ALLOWED;
      default ->
          throw CommandException.usage(
              "Invalid value for option '--network': "
                  + new MalformedValueException(mode, "none or host-allowed").getMessage());
    };
  }

  private static dev.sandglass.sandbox.VolumeMount mount(VolumeMount volume) {
    dev.sandglass.sandbox.VolumeMount mount =
        volume.named()
            ? dev.sandglass.sandbox.VolumeMount.named(volume.source(), volume.path())
            : dev.sandglass.sandbox.VolumeMount.host(volume.source(), volume.path());
    return volume.readOnly() ? mount.asReadOnly() : mount;
  }

  /** Warns of limits that were asked for here and that the provider does not hold for sure. */
  void warnOfSoftLimits(CommandContext context, Sandbox sandbox) {
    boolean any = cpu != null || memory != null || disk != null || pids != null;
    if (!any || !context.client().capabilities().contains(Capability.DETAILS)) {
      return;
    }
    SandboxDetails details = sandbox.details();
    for (String resource : new TreeMap<>(details.limits()).keySet()) {
      String enforcement = details.enforcement().getOrDefault(resource, "none");
      if (enforcement.equals("soft")) {
        context.printer().warn("the limit of " + resource + " is soft: it can be exceeded");
      } else if (!enforcement.equals("enforced")) {
        context.printer().warn("the limit of " + resource + " is not enforced on this machine");
      }
    }
  }
}
