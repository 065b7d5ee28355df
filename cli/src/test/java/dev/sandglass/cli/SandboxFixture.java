package dev.sandglass.cli;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests of {@code sand} as a process; each class has a sandbox of its own. */
@ExtendWith(SandWorldParameter.class)
@TestInstance(Lifecycle.PER_CLASS)
abstract class SandboxFixture {
  protected SandWorld world;
  protected String box;

  @BeforeAll
  void createSandbox(SandWorld shared) {
    world = shared;
    box = world.create();
  }

  @AfterAll
  void deleteSandbox() {
    world.run("rm", "--ignore-not-found", box);
  }
}
