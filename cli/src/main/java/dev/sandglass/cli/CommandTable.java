package dev.sandglass.cli;

import dev.sandglass.cli.command.ApiCommand;
import dev.sandglass.cli.command.CpCommand;
import dev.sandglass.cli.command.HelpCommand;
import dev.sandglass.cli.command.VersionCommand;
import dev.sandglass.cli.command.completion.CompletionCommand;
import dev.sandglass.cli.command.config.ConfigCommand;
import dev.sandglass.cli.command.config.ConfigGetCommand;
import dev.sandglass.cli.command.config.ConfigLsCommand;
import dev.sandglass.cli.command.config.ConfigPathCommand;
import dev.sandglass.cli.command.config.ConfigSetCommand;
import dev.sandglass.cli.command.config.ConfigUnsetCommand;
import dev.sandglass.cli.command.doctor.DoctorCommand;
import dev.sandglass.cli.command.engine.EngineCommand;
import dev.sandglass.cli.command.engine.EngineLogsCommand;
import dev.sandglass.cli.command.engine.EngineServeCommand;
import dev.sandglass.cli.command.engine.EngineStartCommand;
import dev.sandglass.cli.command.engine.EngineStatusCommand;
import dev.sandglass.cli.command.engine.EngineStopCommand;
import dev.sandglass.cli.command.fs.FsCatCommand;
import dev.sandglass.cli.command.fs.FsChmodCommand;
import dev.sandglass.cli.command.fs.FsCommand;
import dev.sandglass.cli.command.fs.FsFindCommand;
import dev.sandglass.cli.command.fs.FsGrepCommand;
import dev.sandglass.cli.command.fs.FsLsCommand;
import dev.sandglass.cli.command.fs.FsMkdirCommand;
import dev.sandglass.cli.command.fs.FsMvCommand;
import dev.sandglass.cli.command.fs.FsReplaceCommand;
import dev.sandglass.cli.command.fs.FsRmCommand;
import dev.sandglass.cli.command.fs.FsStatCommand;
import dev.sandglass.cli.command.fs.FsTreeCommand;
import dev.sandglass.cli.command.fs.FsWriteCommand;
import dev.sandglass.cli.command.observe.DashboardCommand;
import dev.sandglass.cli.command.observe.MetricsCommand;
import dev.sandglass.cli.command.observe.TopCommand;
import dev.sandglass.cli.command.observe.TracesCommand;
import dev.sandglass.cli.command.observe.UsageCommand;
import dev.sandglass.cli.command.otel.OtelCommand;
import dev.sandglass.cli.command.otel.OtelStatusCommand;
import dev.sandglass.cli.command.otel.OtelTestCommand;
import dev.sandglass.cli.command.port.PortCommand;
import dev.sandglass.cli.command.port.PortLsCommand;
import dev.sandglass.cli.command.port.PortRmCommand;
import dev.sandglass.cli.command.port.PortUrlCommand;
import dev.sandglass.cli.command.provider.ProviderAddCommand;
import dev.sandglass.cli.command.provider.ProviderCommand;
import dev.sandglass.cli.command.provider.ProviderLsCommand;
import dev.sandglass.cli.command.provider.ProviderRmCommand;
import dev.sandglass.cli.command.provider.ProviderUseCommand;
import dev.sandglass.cli.command.sandbox.CodeCommand;
import dev.sandglass.cli.command.sandbox.CreateCommand;
import dev.sandglass.cli.command.sandbox.ExecCommand;
import dev.sandglass.cli.command.sandbox.InfoCommand;
import dev.sandglass.cli.command.sandbox.KillCommand;
import dev.sandglass.cli.command.sandbox.LogsCommand;
import dev.sandglass.cli.command.sandbox.LsCommand;
import dev.sandglass.cli.command.sandbox.PauseCommand;
import dev.sandglass.cli.command.sandbox.PsCommand;
import dev.sandglass.cli.command.sandbox.RenewCommand;
import dev.sandglass.cli.command.sandbox.ResumeCommand;
import dev.sandglass.cli.command.sandbox.RmCommand;
import dev.sandglass.cli.command.sandbox.RunCommand;
import dev.sandglass.cli.command.sandbox.ShellCommand;
import dev.sandglass.cli.command.sandbox.StartCommand;
import dev.sandglass.cli.command.sandbox.StopCommand;
import dev.sandglass.cli.command.sandbox.WaitCommand;
import dev.sandglass.cli.command.snapshot.SnapshotCommand;
import dev.sandglass.cli.command.snapshot.SnapshotCreateCommand;
import dev.sandglass.cli.command.snapshot.SnapshotInfoCommand;
import dev.sandglass.cli.command.snapshot.SnapshotLsCommand;
import dev.sandglass.cli.command.snapshot.SnapshotRmCommand;
import dev.sandglass.cli.command.telemetry.TelemetryCommand;
import dev.sandglass.cli.command.telemetry.TelemetryDisableCommand;
import dev.sandglass.cli.command.telemetry.TelemetryEnableCommand;
import dev.sandglass.cli.command.telemetry.TelemetryFlushCommand;
import dev.sandglass.cli.command.telemetry.TelemetryLogCommand;
import dev.sandglass.cli.command.telemetry.TelemetryResetCommand;
import dev.sandglass.cli.command.telemetry.TelemetrySchemaCommand;
import dev.sandglass.cli.command.telemetry.TelemetryShowCommand;
import dev.sandglass.cli.command.telemetry.TelemetryStatusCommand;
import dev.sandglass.cli.command.telemetry.TelemetryUploadCommand;
import dev.sandglass.cli.command.template.TemplateAddCommand;
import dev.sandglass.cli.command.template.TemplateCommand;
import dev.sandglass.cli.command.template.TemplateLsCommand;
import dev.sandglass.cli.command.template.TemplateRmCommand;
import dev.sandglass.cli.command.volume.VolumeCommand;
import dev.sandglass.cli.command.volume.VolumeCreateCommand;
import dev.sandglass.cli.command.volume.VolumeLsCommand;
import dev.sandglass.cli.command.volume.VolumeRmCommand;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Every command by name. A class is loaded when its command is created, so that a run pays for the
 * command that was asked for and for no other.
 */
final class CommandTable {
  /** Names in the order of the help; a group stands before its commands. */
  static final List<String> NAMES =
      List.of(
          "run",
          "create",
          "ls",
          "info",
          "start",
          "stop",
          "pause",
          "resume",
          "rm",
          "renew",
          "wait",
          "exec",
          "shell",
          "code",
          "ps",
          "logs",
          "metrics",
          "traces",
          "top",
          "usage",
          "dashboard",
          "kill",
          "cp",
          "fs",
          "fs ls",
          "fs cat",
          "fs write",
          "fs mkdir",
          "fs rm",
          "fs mv",
          "fs chmod",
          "fs stat",
          "fs find",
          "fs grep",
          "fs replace",
          "fs tree",
          "snapshot",
          "snapshot create",
          "snapshot ls",
          "snapshot info",
          "snapshot rm",
          "volume",
          "volume create",
          "volume ls",
          "volume rm",
          "template",
          "template add",
          "template ls",
          "template rm",
          "port",
          "port url",
          "port ls",
          "port rm",
          "engine",
          "engine status",
          "engine start",
          "engine stop",
          "engine logs",
          "engine serve",
          "provider",
          "provider add",
          "provider ls",
          "provider use",
          "provider rm",
          "config",
          "config get",
          "config set",
          "config unset",
          "config ls",
          "config path",
          "otel",
          "otel status",
          "otel test",
          "telemetry",
          "telemetry status",
          "telemetry enable",
          "telemetry disable",
          "telemetry show",
          "telemetry log",
          "telemetry reset",
          "telemetry flush",
          "telemetry schema",
          "telemetry upload",
          "api",
          "doctor",
          "completion",
          "version",
          "help");

  /**
   * Commands that are about all commands, such as the uploader, which knows the words of events.
   */
  private static final Set<String> MODEL_READERS =
      Set.of("completion", "telemetry show", "telemetry flush", "telemetry upload");

  private CommandTable() {}

  /** Returns the command that words on the command line start with, such as {@code fs ls}. */
  static Optional<String> find(List<String> words) {
    if (words.size() > 1 && NAMES.contains(words.get(0) + " " + words.get(1))) {
      return Optional.of(words.get(0) + " " + words.get(1));
    }
    return words.stream().limit(1).filter(name -> NAMES.contains(name)).findFirst();
  }

  /** Returns whether a command only holds others. */
  static boolean isGroup(String name) {
    return NAMES.stream().anyMatch(other -> other.startsWith(name + " "));
  }

  /** Returns whether a command must see all others: groups do. */
  static boolean needsAll(String name) {
    return isGroup(name) || MODEL_READERS.contains(name);
  }

  /** Creates a command. */
  static Object create(String name, CommandContext context) {
    return switch (name) {
      case "run" -> new RunCommand(context);
      case "create" -> new CreateCommand(context);
      case "ls" -> new LsCommand(context);
      case "info" -> new InfoCommand(context);
      case "start" -> new StartCommand(context);
      case "stop" -> new StopCommand(context);
      case "pause" -> new PauseCommand(context);
      case "resume" -> new ResumeCommand(context);
      case "rm" -> new RmCommand(context);
      case "renew" -> new RenewCommand(context);
      case "wait" -> new WaitCommand(context);
      case "exec" -> new ExecCommand(context);
      case "shell" -> new ShellCommand(context);
      case "code" -> new CodeCommand(context);
      case "ps" -> new PsCommand(context);
      case "logs" -> new LogsCommand(context);
      case "metrics" -> new MetricsCommand(context);
      case "traces" -> new TracesCommand(context);
      case "top" -> new TopCommand(context);
      case "usage" -> new UsageCommand(context);
      case "dashboard" -> new DashboardCommand(context);
      case "kill" -> new KillCommand(context);
      case "cp" -> new CpCommand(context);
      case "fs" -> new FsCommand();
      case "fs ls" -> new FsLsCommand(context);
      case "fs cat" -> new FsCatCommand(context);
      case "fs write" -> new FsWriteCommand(context);
      case "fs mkdir" -> new FsMkdirCommand(context);
      case "fs rm" -> new FsRmCommand(context);
      case "fs mv" -> new FsMvCommand(context);
      case "fs chmod" -> new FsChmodCommand(context);
      case "fs stat" -> new FsStatCommand(context);
      case "fs find" -> new FsFindCommand(context);
      case "fs grep" -> new FsGrepCommand(context);
      case "fs replace" -> new FsReplaceCommand(context);
      case "fs tree" -> new FsTreeCommand(context);
      case "snapshot" -> new SnapshotCommand();
      case "snapshot create" -> new SnapshotCreateCommand(context);
      case "snapshot ls" -> new SnapshotLsCommand(context);
      case "snapshot info" -> new SnapshotInfoCommand(context);
      case "snapshot rm" -> new SnapshotRmCommand(context);
      case "volume" -> new VolumeCommand();
      case "volume create" -> new VolumeCreateCommand(context);
      case "volume ls" -> new VolumeLsCommand(context);
      case "volume rm" -> new VolumeRmCommand(context);
      case "template" -> new TemplateCommand();
      case "template add" -> new TemplateAddCommand(context);
      case "template ls" -> new TemplateLsCommand(context);
      case "template rm" -> new TemplateRmCommand(context);
      case "port" -> new PortCommand();
      case "port url" -> new PortUrlCommand(context);
      case "port ls" -> new PortLsCommand(context);
      case "port rm" -> new PortRmCommand(context);
      case "engine" -> new EngineCommand();
      case "engine status" -> new EngineStatusCommand(context);
      case "engine start" -> new EngineStartCommand(context);
      case "engine stop" -> new EngineStopCommand(context);
      case "engine logs" -> new EngineLogsCommand(context);
      case "provider" -> new ProviderCommand();
      case "provider add" -> new ProviderAddCommand(context);
      case "provider ls" -> new ProviderLsCommand(context);
      case "provider use" -> new ProviderUseCommand(context);
      case "provider rm" -> new ProviderRmCommand(context);
      case "config" -> new ConfigCommand();
      case "config get" -> new ConfigGetCommand(context);
      case "config set" -> new ConfigSetCommand(context);
      case "config unset" -> new ConfigUnsetCommand(context);
      case "config ls" -> new ConfigLsCommand(context);
      case "config path" -> new ConfigPathCommand(context);
      case "otel" -> new OtelCommand();
      case "otel status" -> new OtelStatusCommand(context);
      case "otel test" -> new OtelTestCommand(context);
      case "telemetry" -> new TelemetryCommand();
      case "telemetry status" -> new TelemetryStatusCommand(context);
      case "telemetry enable" -> new TelemetryEnableCommand(context);
      case "telemetry disable" -> new TelemetryDisableCommand(context);
      case "telemetry show" -> new TelemetryShowCommand(context);
      case "telemetry log" -> new TelemetryLogCommand(context);
      case "telemetry reset" -> new TelemetryResetCommand(context);
      case "telemetry flush" -> new TelemetryFlushCommand(context);
      case "telemetry schema" -> new TelemetrySchemaCommand(context);
      case "telemetry upload" -> new TelemetryUploadCommand(context);
      case "api" -> new ApiCommand(context);
      case "doctor" -> new DoctorCommand(context);
      case "completion" -> new CompletionCommand(context);
      case "engine serve" -> new EngineServeCommand(context);
      case "version" -> new VersionCommand(context);
      case "help" -> new HelpCommand();
      default -> throw new IllegalArgumentException("No command " + name);
    };
  }
}
