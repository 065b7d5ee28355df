package dev.sandglass.sandbox;

import java.nio.file.Path;
import java.util.List;

/** The templates of a provider; needs {@link Capability#TEMPLATES}. */
public interface Templates {
  /**
   * Adds a root file system under a name.
   *
   * @param source a directory, a tarball, or an OCI image layout (directory or tarball) on this
   *     machine; found out by looking at it
   * @throws SandboxException.Conflict if the name is taken
   * @throws SandboxException.InvalidRequest if the source is none of these
   */
  TemplateInfo add(String name, Path source);

  /** Lists all templates, the built-in ones too. */
  List<TemplateInfo> list();

  /**
   * Deletes a template.
   *
   * @throws SandboxException.NotFound if there is none
   * @throws SandboxException.Conflict if a sandbox or snapshot needs it
   */
  void delete(String name);
}
