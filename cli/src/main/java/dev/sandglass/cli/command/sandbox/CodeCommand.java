package dev.sandglass.cli.command.sandbox;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.cli.ExitCode;
import dev.sandglass.cli.terminal.Interruption;
import dev.sandglass.sandbox.process.CodeEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand code}. */
@Command(
    name = "code",
    description = {
      "Run code in an interpreter of a sandbox; variables stay for the next run.",
      "Ends with 1 when the code raises an error."
    },
    footer = {
      "  sand code box -c 'x = 6 * 7; x'",
      "  sand code box analysis.py",
      "  echo 'console.log(1 + 1)' | sand code box - --lang javascript"
    })
public final class CodeCommand implements Callable<Integer> {
  private static final String USUAL_LANGUAGE = "python";

  private final CommandContext context;

  @Option(
      names = {"-c", "--code"},
      paramLabel = "CODE",
      description = "The code itself, instead of a file.")
  private @Nullable String code;

  @Option(
      names = "--lang",
      paramLabel = "LANGUAGE",
      description = "Language; else what the file's extension says, else python.")
  private @Nullable String language;

  @Option(
      names = "--context",
      paramLabel = "ID",
      description = "Context whose variables are used, instead of the usual one of the language.")
  private @Nullable String contextId;

  @Parameters(index = "0", paramLabel = "SANDBOX", description = "Name, id, or beginning of an id.")
  private String sandbox = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "File on this machine, or - for standard input.")
  private @Nullable String file;

  /** Creates the command. */
  public CodeCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if ((code == null) == (file == null)) {
      throw CommandException.usage("code needs either a file, or - for standard input, or -c CODE");
    }
    String source = code != null ? code : read(String.valueOf(file));
    String asked =
        Optional.ofNullable(language)
            .or(() -> Optional.ofNullable(file).flatMap(Language::of))
            .orElse(USUAL_LANGUAGE);
    boolean asDocument = context.format().isDocument();
    CodeOutput output = asDocument ? new CodeDocument(context) : new CodeStreams(context.console());
    CodeEvent.End end =
        Interruption.interruptible(
            () ->
                context
                    .sandbox(sandbox)
                    .code()
                    .run(asked, source, Optional.ofNullable(contextId), output::on));
    output.end(end);
    return end instanceof CodeEvent.Failed ? ExitCode.CODE_FAILED.code() : 0;
  }

  private String read(String name) {
    try {
      byte[] bytes =
          name.equals("-")
              ? context.console().in().readAllBytes()
              : Files.readAllBytes(Path.of(name));
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw CommandException.cannot(ErrorKind.LOCAL_FILE, "Cannot read " + name + ": no such file");
    } catch (IOException e) {
      throw CommandException.cannot(
          ErrorKind.LOCAL_FILE, "Cannot read " + name + ": " + e.getMessage());
    }
  }
}
