package dev.sandglass.cli.completion;

/** What names can be asked for. */
enum Kind {
  SANDBOX,
  SNAPSHOT,
  VOLUME,
  TEMPLATE,
  PROVIDER,
  /** Configuration keys of the providers that are configured. */
  KEY,
  /** Files inside a sandbox. */
  PATH
}
