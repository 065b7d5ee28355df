package dev.sandglass.cli.reference;

import dev.sandglass.telemetry.event.EventTables;
import dev.sandglass.telemetry.event.Vocabulary;

/** {@code docs/TELEMETRY.md}: prose for the promises, tables from the event records. */
public final class TelemetryDocument {
  private TelemetryDocument() {}

  /** Returns the document. */
  public static String of(Vocabulary vocabulary) {
    return HEAD + EventTables.markdown(vocabulary) + TAIL;
  }

  private static final String HEAD =
      """
      # Usage telemetry

      The tables are generated from the event records; `mvn test` fails when they are stale and says how to write them anew.

      Sandglass learns from usage what to improve. `sand` tells its makers which commands are used, how long they take and how they end, and which API routes and sandbox changes lie behind them. It never tells what you work on: no arguments, no values of options, no environment, no file names, no contents, no host names, no error texts, no network addresses, no location.

      This is not the observability of your own sandboxes: what OpenTelemetry sends goes to your endpoint, what is described here goes to ours, and no code sends one on the way of the other.

      ## Switching it off, and looking at it

      | Command | What it does |
      |---|---|
      | `sand telemetry status` | whether it is on, what decided that and where, the ID, the queue, the last upload |
      | `sand telemetry disable` | switches it off and deletes the queue and the ID at once; nothing is sent to say goodbye |
      | `sand telemetry enable` | switches it on |
      | `sand telemetry show` | exactly the bytes that would be sent now |
      | `sand telemetry log` | the last 500 events that were sent |
      | `sand telemetry reset` | deletes the queue and takes a new ID |
      | `sand telemetry flush` | uploads now, in the foreground, and says what happened |
      | `sand telemetry schema` | the JSON Schema of the events |

      The first of these that says something decides, and every doubt means off:

      1. `DO_NOT_TRACK`, with any value but nothing, `0` and `false`: off.
      2. `SANDGLASS_TELEMETRY`: `off`; `on`; or `log`, which prints every event to standard error instead of recording it. Any other value: off.
      3. `telemetry.enabled` in `config.yaml`. A file that cannot be read: off.
      4. Continuous integration, which is recognised by its environment variables: off.
      5. The default: on, but only after the notice has been shown.

      The notice is shown once for each of its versions, on standard error of an interactive terminal, and nothing is recorded in the run that shows it. Where no person could see it (pipes, containers, `-o json`, `--quiet`) telemetry stays off. You are never asked anything.

      ## Who is who

      Events carry a *CLI ID*, a random UUID in your `config.yaml`. It is made when the first event may be recorded, comes from no property of your machine, and is handed to your sandboxes as `SANDGLASS_CLI_ID` together with the switch, so that `sand` inside them counts as the same installation. That makes the data **pseudonymous**: nothing in it names you, but events of one ID belong together until you reset it. To have what was sent under an ID deleted, write to privacy@sandglass.dev with the ID; `sand telemetry status` shows it.

      ## How nothing else can get in

      * An event is made of closed types: enums, bounded numbers, and words that stand in the program's own declarations, which are its commands, options, kinds of errors and routes. There is no field that text would fit in, and a test walks all types to prove it. A mistyped command is `invalid-command`.
      * Before an upload every line is validated against the schema and read back through those types; what is not made of known words is not sent.
      * The name of an image or repository is sent only if it is proven public: an official image of a fixed list, or one that a well-known public host shows to anybody. The uploader asks that host without credentials, cookies or redirects; the command never does. The name waits in `candidates/` below the state directory until then. Everything else is `private-or-unknown`.
      * A last gate looks at every value for anything like a home directory, your user or host name, an address or a secret. An event that has one goes to `dead/` and is never sent.

      ## What it costs

      A command writes one small file and ends. A process of its own uploads, at most once a day or when 50 events wait, never in continuous integration, and is gone after 10 seconds whatever happens. [performance.md](performance.md) has the figures.

      The files are below `$XDG_STATE_HOME/sandglass/telemetry` (by default `~/.local/state/sandglass/telemetry`), readable by you only, in plain text. At most 500 files, 1 MB and 30 days are kept; the oldest go first and are counted.

      ## Where it goes

      To PostHog, in the European Union, over HTTPS: `https://eu.i.posthog.com/batch/`. Each event says there that no person profile be made, that the sender's address be dropped (`$ip` is `null`) and that no location be looked up. `SANDGLASS_TELEMETRY_HOST` and `SANDGLASS_TELEMETRY_KEY` name a host and project of your own; `HTTPS_PROXY` and `NO_PROXY` are honoured. A build without a project key, such as one from these sources, uploads nothing.

      ## What is collected

      """;

  private static final String TAIL =
      """

      The schema, with every word that can occur, is [telemetry.schema.json](../cli/src/main/resources/dev/sandglass/cli/telemetry/telemetry.schema.json), which `sand telemetry schema` prints.

      ## What is done with it

      The makers of Sandglass look at counts and distributions: which commands are used, which fail and how, how long they take, on which kinds of systems. It is not sold, not given away and not joined with other data.
      """;
}
