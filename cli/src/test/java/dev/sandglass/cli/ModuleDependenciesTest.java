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
  private static final String CLI_TELEMETRY = "dev.sandglass.cli.telemetry..";
  private static final String CLI_OTEL = "dev.sandglass.cli.otel..";
  private static final String CLI_OTEL_COMMANDS = "dev.sandglass.cli.command.otel..";
  private static final String ENGINE_TELEMETRY = "dev.sandglass.engine.telemetry..";
  private static final String OBSERVABILITY = "dev.sandglass.sandbox.observability..";
  private static final String OPENTELEMETRY = "io.opentelemetry..";

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

  /** What anonymous usage telemetry is made of knows nothing of the user's own observability. */
  @ArchTest
  static final ArchRule usageTelemetryKnowsNoOpenTelemetry =
      noClasses()
          .that()
          .resideInAnyPackage(TELEMETRY, SCRUBBER, ENGINE_TELEMETRY, CLI_TELEMETRY)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(OPENTELEMETRY, OBSERVABILITY, CLI_OTEL);

  /** And the other way round: the scrubber is all that both know. */
  @ArchTest
  static final ArchRule observabilityKnowsNoUsageTelemetry =
      noClasses()
          .that()
          .resideInAnyPackage(OBSERVABILITY, CLI_OTEL, CLI_OTEL_COMMANDS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(TELEMETRY, CLI_TELEMETRY, ENGINE_TELEMETRY)
          .allowEmptyShould(false);

  /** A program that wants no spans loads none of it; options name the interface only. */
  @ArchTest
  static final ArchRule onlyOnePackageOfTheClientKnowsOpenTelemetry =
      noClasses()
          .that()
          .resideInAPackage(SANDBOX)
          .and()
          .resideOutsideOfPackage(OBSERVABILITY)
          .and()
          .doNotHaveFullyQualifiedName("dev.sandglass.sandbox.ClientOptions")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(OPENTELEMETRY);

  /** A command that tells nothing loads none of it either. */
  @ArchTest
  static final ArchRule onlyOnePackageOfTheCliKnowsOpenTelemetry =
      noClasses()
          .that()
          .resideInAPackage(CLI)
          .and()
          .resideOutsideOfPackage(CLI_OTEL)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(OPENTELEMETRY);

  @ArchTest
  static final ArchRule theClientNeedsNoSdkButToFlushIt =
      noClasses()
          .that()
          .resideInAPackage(SANDBOX)
          .and()
          .doNotHaveFullyQualifiedName("dev.sandglass.sandbox.observability.SdkFlush")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry.sdk..");

  /** It says how long it worked; what makes a span of that is the command that it worked for. */
  @ArchTest
  static final ArchRule theEngineMakesNoSpans =
      nothingIn(ENGINE)
          .dependsOn(
              "io.opentelemetry.api..",
              "io.opentelemetry.context..",
              "io.opentelemetry.sdk..",
              "io.opentelemetry.exporter..");

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
