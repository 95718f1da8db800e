package io.gradstream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import org.jspecify.annotations.NullMarked;

/**
 * Holds the house's plan: which room may look into which, and which library belongs to which room.
 */
@AnalyzeClasses(packages = "io.gradstream", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule ROOMS =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("settings")
          .definedBy("io.gradstream.settings..")
          .layer("tensor")
          .definedBy("io.gradstream.tensor..")
          .layer("autograd")
          .definedBy("io.gradstream.autograd..")
          .layer("nn")
          .definedBy("io.gradstream.nn..")
          .layer("optim")
          .definedBy("io.gradstream.optim..")
          .layer("data")
          .definedBy("io.gradstream.data..")
          .layer("record")
          .definedBy("io.gradstream.record..")
          .layer("version")
          .definedBy("io.gradstream.version..")
          .layer("learn")
          .definedBy("io.gradstream.learn..")
          .layer("codec")
          .definedBy("io.gradstream.codec..")
          .layer("pipeline")
          .definedBy("io.gradstream.pipeline..")
          .layer("kafka")
          .definedBy("io.gradstream.kafka..")
          .layer("serve")
          .definedBy("io.gradstream.serve..")
          .layer("config")
          .definedBy("io.gradstream.config..")
          .layer("app")
          .definedBy("io.gradstream.app..")
          .whereLayer("settings")
          .mayNotAccessAnyLayer()
          .whereLayer("tensor")
          .mayNotAccessAnyLayer()
          .whereLayer("autograd")
          .mayOnlyAccessLayers("tensor")
          .whereLayer("nn")
          .mayOnlyAccessLayers("autograd", "tensor", "settings")
          .whereLayer("optim")
          .mayOnlyAccessLayers("autograd", "tensor", "settings")
          .whereLayer("data")
          .mayOnlyAccessLayers("tensor", "settings")
          .whereLayer("record")
          .mayOnlyAccessLayers("data", "settings")
          .whereLayer("version")
          .mayOnlyAccessLayers("nn", "data", "tensor", "settings")
          .whereLayer("learn")
          .mayOnlyAccessLayers("version", "nn", "optim", "autograd", "data", "tensor", "settings")
          .whereLayer("codec")
          .mayOnlyAccessLayers("version", "record", "tensor")
          .whereLayer("pipeline")
          .mayOnlyAccessLayers("codec", "learn", "version", "record", "data")
          .whereLayer("kafka")
          .mayOnlyAccessLayers("pipeline", "codec", "learn", "version", "record", "data")
          .whereLayer("serve")
          .mayOnlyAccessLayers("pipeline", "codec", "learn", "version", "data", "settings")
          // The settings' owners, and how settings are written.
          .whereLayer("config")
          .mayOnlyAccessLayers(
              "serve", "kafka", "pipeline", "codec", "learn", "data", "optim", "nn", "settings");

  @ArchTest
  static final ArchRule INSIDE_ROOMS =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("data")
          .definedBy("io.gradstream.data")
          .layer("data.encode")
          .definedBy("io.gradstream.data.encode")
          .layer("data.scale")
          .definedBy("io.gradstream.data.scale")
          .layer("record")
          .definedBy("io.gradstream.record")
          .layer("formats")
          .definedBy(
              "io.gradstream.record.avro",
              "io.gradstream.record.csv",
              "io.gradstream.record.float32",
              "io.gradstream.record.json")
          .layer("record.format")
          .definedBy("io.gradstream.record.format")
          .layer("learn.metrics")
          .definedBy("io.gradstream.learn.metrics")
          .layer("learn.vocabulary")
          .definedBy("io.gradstream.learn.vocabulary")
          .layer("learn")
          .definedBy("io.gradstream.learn")
          .layer("codec")
          .definedBy("io.gradstream.codec")
          .layer("codec.block")
          .definedBy("io.gradstream.codec.block")
          .whereLayer("data")
          .mayNotAccessAnyLayer()
          .whereLayer("data.encode")
          .mayOnlyAccessLayers("data")
          .whereLayer("data.scale")
          .mayOnlyAccessLayers("data")
          .whereLayer("record")
          .mayOnlyAccessLayers("data", "data.encode")
          .whereLayer("formats")
          .mayOnlyAccessLayers("record", "data", "data.encode")
          .whereLayer("record.format")
          .mayOnlyAccessLayers("formats", "record")
          .whereLayer("learn.metrics")
          .mayOnlyAccessLayers("data")
          .whereLayer("learn.vocabulary")
          .mayOnlyAccessLayers("data")
          .whereLayer("learn")
          .mayOnlyAccessLayers("learn.metrics", "learn.vocabulary", "data", "data.scale")
          .whereLayer("codec")
          .mayOnlyAccessLayers("record")
          .whereLayer("codec.block")
          .mayOnlyAccessLayers("codec", "record");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.gradstream.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NO_CYCLES_BELOW =
      slices().matching("io.gradstream.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule FORMATS_STAND_ALONE =
      slices()
          .matching("io.gradstream.record.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              JavaClass.Predicates.resideInAPackage("io.gradstream.record.format"),
              DescribedPredicate.alwaysTrue());

  @ArchTest
  static final ArchRule CORE_KNOWS_NO_INFRASTRUCTURE =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.gradstream.settings..",
              "io.gradstream.tensor..",
              "io.gradstream.autograd..",
              "io.gradstream.nn..",
              "io.gradstream.optim..",
              "io.gradstream.data..",
              "io.gradstream.version..",
              "io.gradstream.learn..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("reactor..", "org.apache.kafka..", "tools.jackson..", "org.slf4j..");

  @ArchTest
  static final ArchRule ONLY_THE_STREAM_SEES_REACTOR =
      classes()
          .that(dependOn("reactor.", "org.reactivestreams."))
          .should()
          .resideInAnyPackage(
              "io.gradstream.pipeline",
              "io.gradstream.kafka",
              "io.gradstream.serve",
              "io.gradstream.app");

  @ArchTest
  static final ArchRule ONLY_SERVE_SEES_HTTP_AND_METERS =
      classes()
          .that(dependOn("io.netty.", "reactor.netty.", "io.micrometer."))
          .should()
          .resideInAPackage("io.gradstream.serve");

  @ArchTest
  static final ArchRule ONLY_KAFKA_SEES_KAFKA =
      classes()
          .that(dependOn("org.apache.kafka.", "kafka."))
          .should()
          .resideInAPackage("io.gradstream.kafka");

  @ArchTest
  static final ArchRule ONLY_THEIR_FORMATS_KNOW_AVRO_AND_CSV =
      classes()
          .that(dependOn("org.apache.avro.", "tools.jackson.dataformat.csv."))
          .should()
          .resideInAnyPackage("io.gradstream.record.avro", "io.gradstream.record.csv");

  @ArchTest
  static final ArchRule ONLY_KERNELS_KNOW_LANES =
      classes()
          .that(dependOn("jdk.incubator.vector."))
          .should()
          .resideInAPackage("io.gradstream.tensor");

  @ArchTest
  static final ArchRule NULL_IS_SAID =
      classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);

  private static DescribedPredicate<JavaClass> dependOn(String... prefixes) {
    return DescribedPredicate.describe(
        "depend on " + String.join(", ", prefixes),
        type ->
            type.getDirectDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass().getName())
                .anyMatch(name -> startsWithAny(name, prefixes)));
  }

  private static boolean startsWithAny(String name, String... prefixes) {
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
