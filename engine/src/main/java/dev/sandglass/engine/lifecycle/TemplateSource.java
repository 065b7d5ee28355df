package dev.sandglass.engine.lifecycle;

import java.nio.file.Path;

/** Brings root file systems from outside into layers. */
@FunctionalInterface
public interface TemplateSource {
  /**
   * Imports a directory, a tarball, or an OCI image layout (directory or tarball); detects which.
   * Blocks until it is done. If it throws, none of the layers it made is left.
   *
   * @param name name of the new template
   * @param source absolute path on the host
   * @return the template, with layers that nothing else uses
   * @throws dev.sandglass.engine.server.ApiException 400 {@code TEMPLATE::INVALID} if there is
   *     nothing usable at the path
   */
  Template add(String name, Path source);
}
