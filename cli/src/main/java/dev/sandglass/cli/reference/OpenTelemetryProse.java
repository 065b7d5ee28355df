package dev.sandglass.cli.reference;

/** The words of {@code docs/opentelemetry.md} that follow from no table. */
final class OpenTelemetryProse {
  private OpenTelemetryProse() {}

  static final String HEAD =
      """
      # OpenTelemetry

      The tables are generated from the code; `mvn test` fails when they are stale and says how to write them anew.

      `sand` can tell a backend of your own what it does: traces, metrics and logs, by OTLP. This is for you, and it is off until you switch it on. What the makers of Sandglass learn about its usage is another thing, with other switches and no code in common: [TELEMETRY.md](TELEMETRY.md).

      ```sh
      export OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318
      sand otel test      # sends one of each signal and says what came back
      sand otel status    # every setting, and where it comes from
      sand run -- make    # one trace: the command, its operations, their requests, your program
      ```

      ## Switching it on and off

      The first of these that says something decides:

      1. `--otel` and `--no-otel`, before or after the name of a command.
      2. `OTEL_SDK_DISABLED=true`: off. Then `SANDGLASS_OTEL_ENABLED`, `DAYTONA_OTEL_ENABLED`, `DAYTONA_EXPERIMENTAL_OTEL_ENABLED` and `LEAP0_SDK_OTEL_ENABLED`, in this order: `true` or `false`. Then any variable with an endpoint: on.
      3. `otel.enabled` in `config.yaml`.
      4. Otherwise it is off, and not one class of OpenTelemetry is loaded.

      A value that makes no sense is an error that names its variable, before anything is done. The commands `config`, `completion`, `help`, `otel`, `telemetry` and `version` tell nothing, whatever is switched.

      ## Backends

      **OpenTelemetry Collector, Jaeger** take OTLP as it is: `OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318`, or `:4317` for gRPC. Jaeger has no metrics and no logs: `OTEL_METRICS_EXPORTER=none OTEL_LOGS_EXPORTER=none`.

      **New Relic**

      ```sh
      export OTEL_EXPORTER_OTLP_ENDPOINT=https://otlp.nr-data.net:4317
      export OTEL_EXPORTER_OTLP_HEADERS="api-key=YOUR_LICENSE_KEY"
      ```

      **Grafana Cloud**: the portal shows endpoint and token under *OpenTelemetry (OTLP)*.

      ```sh
      export OTEL_EXPORTER_OTLP_ENDPOINT=https://otlp-gateway-prod-REGION.grafana.net/otlp
      export OTEL_EXPORTER_OTLP_HEADERS="Authorization=Basic BASE64_OF_INSTANCE_AND_TOKEN"
      ```

      **Datadog**: its Agent with the OTLP receiver switched on, `http://localhost:4318`. It wants delta sums, which is the default here.

      **Prometheus** with `--web.enable-otlp-receiver`, for metrics only:

      ```sh
      export OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://localhost:9090/api/v1/otlp/v1/metrics
      export OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=cumulative
      export OTEL_TRACES_EXPORTER=none OTEL_LOGS_EXPORTER=none
      ```

      ## Metrics of commands that live for a second

      Every invocation is a process of its own, which counts from zero and ends. So sums and histograms are **delta** unless you ask for something else: each delivery says what has been added, and adding up all that arrives is right, whoever sent it. `service.instance.id` is new for every invocation, so that no backend takes two commands for one that was restarted.

      A backend that knows only cumulative sums gets, with `cumulative`, one short series for each invocation. A total is then the sum of the last values of all series, `sum(last_over_time(sandglass_bytes_read_bytes_total[1d]))` in PromQL; `rate` and `increase` see one point of each series and find nothing. For many invocations put a Collector in between: delta from `sand`, the `resource` processor to delete `service.instance.id`, and `deltatocumulative`, which then adds everything up in one series.

      ## Variables

      The standard variables mean what they mean everywhere. Where a row names several, that of one signal goes before the one for all.

      """;

  static final String TAIL =
      """

      `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` go before these. Never sent, unless you add it there: the name of the host, the name of the user, the command line. Arguments, values of environment variables and contents of files are no attributes of anything; URLs and the texts of errors are redacted.

      ### Logs

      What `sand` logs from level info on, and from the level of `LOG_LEVEL` on if that is lower: a record each, with the span that it belongs to and without secrets.

      ### When a signal ends a command

      Ctrl-C in the middle of `sand exec` or `run` goes to the command in the sandbox: the spans end with it, and have its exit code. Where a signal ends `sand` itself, everything that is under way is ended first: requests and operations get the status ERROR and the `error.type` `cancelled`, operations the outcome `cancelled`, and the sandboxes that work on many had still to do with are counted in `sandglass.task.cancelled`. The span of the command has the `error.type` `interrupted`, and no exit code if the signal left no time for one. What somebody breaks off on purpose, such as `sand logs -f`, has the outcome `cancelled` too, and is no error.

      ## Traces from outside and into sandboxes

      `TRACEPARENT`, `TRACESTATE` and `BAGGAGE` in the environment of `sand` are the parent of its span: a job of a CI system goes on in it. Requests to the provider carry them as headers, and what `sand exec`, `run` and `code` start finds them in its environment, so that a traced program in the sandbox continues the same trace. `OTEL_PROPAGATORS` decides on the format of all three; to `code`, the engine hands on W3C's alone. Code in a context that is kept finds in each run what belongs to that run: `os.environ`, `process.env`, `ENV`, `%ENV`, `getenv`, `System.getenv` and the variables of the shell say so, and so do the programs that it starts. Only a program that Java starts without asking `ProcessBuilder` for its `environment()` gets none of it, as Java hands on the environment that it was itself started with.

      ## The engine

      The engine is a process of its own that serves many commands, each perhaps with another backend. So it sends nothing of its own work and is never given a command's endpoints or keys: every answer of it says in the header `Server-Timing` how long it worked, and the command makes a span of that, below the one of its request. That goes where the command's own spans go, whoever started the engine and whatever was set then; a sampler's decision holds for it too, and an engine on another machine can be seen in the same way. Its service is called like the command's with `-engine` behind: `sandglass-engine`. Both ways over the network are taken to be equally long, as clocks of two machines differ. What programs in sandboxes send is another thing: [forwarding.md](forwarding.md).

      ## What it can cost

      Deliveries go on beside the command. At its end, and when SIGINT, SIGTERM or SIGHUP end it, what is left is sent, for at most `otel.flush-timeout` (2 seconds, `SANDGLASS_OTEL_FLUSH_TIMEOUT`). A backend that is not there refuses at once and is not tried again. Neither changes output or exit code: there is one line of warning on standard error, and `LOG_LEVEL=debug` has the rest. Nothing of OpenTelemetry is ever written to standard output; its `console` exporter writes to standard error. What that is in milliseconds stands in [performance.md](performance.md#opentelemetry).
      """;
}
