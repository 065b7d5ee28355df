package dev.sandglass.cli.terminal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Signals that reach the process {@code sand}.
 *
 * <p>{@code sun.misc.Signal} is the only way to them, and naming it in source is a warning that
 * cannot be suppressed: hence the reflection. The names are constants so that a native image finds
 * them by itself. The JVM keeps SIGQUIT for its thread dumps; a native binary can have it.
 */
public final class HostSignals implements AutoCloseable {
  /** Signals that ask a command to end. */
  public static final List<String> ENDING = List.of("INT", "TERM", "HUP", "QUIT");

  private final List<Object[]> previous = new ArrayList<>();

  private HostSignals() {}

  /** Handles these signals, each on a thread of its own, until closed. */
  public static HostSignals handle(List<String> names, Consumer<String> handler) {
    HostSignals signals = new HostSignals();
    for (String name : names) {
      signals.register(name, handler);
    }
    return signals;
  }

  private void register(String name, Consumer<String> handler) {
    try {
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              HostSignals.class.getClassLoader(),
              new Class<?>[] {handlerType},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  handler.accept(name);
                  return null;
                }
                return switch (method.getName()) {
                  case "hashCode" -> System.identityHashCode(self);
                  case "equals" -> self == arguments[0];
                  default -> "handler of SIG" + name;
                };
              });
      Object signal =
          Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance(name);
      previous.add(new Object[] {signal, install(signal, proxy)});
    } catch (InvocationTargetException e) {
      // The system has no such signal or keeps it for itself, as the JVM does with SIGQUIT.
      return;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This Java has no sun.misc.Signal", e);
    }
  }

  private static Object install(Object signal, Object handler) throws ReflectiveOperationException {
    return Class.forName("sun.misc.Signal")
        .getMethod(
            "handle", Class.forName("sun.misc.Signal"), Class.forName("sun.misc.SignalHandler"))
        .invoke(null, signal, handler);
  }

  /** Gives the signals back to whom they belonged before. */
  @Override
  public void close() {
    for (Object[] pair : previous) {
      try {
        install(pair[0], pair[1]);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("Cannot give a signal back", e);
      }
    }
    previous.clear();
  }
}
