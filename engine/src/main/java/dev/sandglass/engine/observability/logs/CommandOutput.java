package dev.sandglass.engine.observability.logs;

/** Takes a copy of what one command writes. One thread for each of its outputs. */
public interface CommandOutput extends AutoCloseable {
  /** Takes nothing. */
  CommandOutput NONE =
      new CommandOutput() {
        @Override
        public void accept(Iostream stream, byte[] bytes, int offset, int length) {
          // Nobody wants it.
        }

        @Override
        public void close() {
          // Nothing was taken.
        }
      };

  /** Takes bytes; they may change afterwards. Neither blocks nor throws. */
  void accept(Iostream stream, byte[] bytes, int offset, int length);

  /** Takes what was left of a last line; no output comes any more. */
  @Override
  void close();
}
