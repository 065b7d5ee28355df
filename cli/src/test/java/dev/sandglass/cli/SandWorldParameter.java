package dev.sandglass.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one {@link SandWorld} that they all share. */
final class SandWorldParameter implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SandWorld.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(SandWorld.class))
        .computeIfAbsent(SandWorld.class, key -> newWorld(), SandWorld.class);
  }

  private static SandWorld newWorld() {
    try {
      return new SandWorld();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
