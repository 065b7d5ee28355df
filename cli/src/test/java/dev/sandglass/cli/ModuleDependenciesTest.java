package dev.sandglass.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Dependencies between modules point one way. */
@AnalyzeClasses(packages = "dev.sandglass", importOptions = DoNotIncludeTests.class)
final class ModuleDependenciesTest {
  private static final String SCRUBBER = "dev.sandglass.scrubber..";
  private static final String TELEMETRY = "dev.sandglass.telemetry..";
  private static final String SANDBOX = "dev.sandglass.sandbox..";
  private static final String ENGINE = "dev.sandglass.engine..";
  private static final String CLI = "dev.sandglass.cli..";

  @ArchTest
  static final ArchRule scrubberKnowsNobody =
      nothingIn(SCRUBBER).dependsOn(TELEMETRY, SANDBOX, ENGINE, CLI);

  @ArchTest
  static final ArchRule telemetryKnowsOnlyTheScrubber =
      nothingIn(TELEMETRY).dependsOn(SANDBOX, ENGINE, CLI);

  @ArchTest
  static final ArchRule sandboxKnowsOnlyTheScrubber =
      nothingIn(SANDBOX).dependsOn(TELEMETRY, ENGINE, CLI);

  @ArchTest static final ArchRule engineKnowsNotTheCli = nothingIn(ENGINE).dependsOn(CLI);

  @ArchTest
  static final ArchRule onlyOnePackageOfTheEngineKnowsTelemetry =
      noClasses()
          .that()
          .resideInAPackage(ENGINE)
          .and()
          .resideOutsideOfPackage("dev.sandglass.engine.telemetry..")
          .and()
          // It wires them.
          .doNotHaveFullyQualifiedName("dev.sandglass.engine.EngineMain")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(TELEMETRY);

  @ArchTest
  static final ArchRule theTwoTelemetriesNeverMix =
      noClasses()
          .that()
          .resideInAnyPackage(TELEMETRY, SCRUBBER)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry..");

  private static Module nothingIn(String packages) {
    return new Module(packages);
  }

  private record Module(String packages) {
    ArchRule dependsOn(String... others) {
      return noClasses()
          .that()
          .resideInAPackage(packages)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others);
    }
  }
}
