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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/**
 * Holds the house's plan: which room may look into which, and which library belongs to which room.
 */
@AnalyzeClasses(packages = "io.gradstream", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** A line a room: its name, and those it may look into. */
  private static final Path PLAN = Path.of("src/site/markdown/architecture.md");

  @ArchTest
  static final ArchRule ROOMS =
      drawn(plan("The rooms", "..")).ensureAllClassesAreContainedInArchitecture();

  @ArchTest static final ArchRule INSIDE_ROOMS = drawn(plan("Below", ""));

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
              "io.gradstream.pipeline..",
              "io.gradstream.replica..",
              "io.gradstream.kafka..",
              "io.gradstream.serve..",
              "io.gradstream.app..");

  @ArchTest
  static final ArchRule ONLY_SERVE_SEES_HTTP_AND_METERS =
      classes()
          .that(dependOn("io.netty.", "reactor.netty.", "io.micrometer."))
          .should()
          .resideInAPackage("io.gradstream.serve..");

  @ArchTest
  static final ArchRule ONLY_KAFKA_SEES_KAFKA =
      classes()
          .that(dependOn("org.apache.kafka.", "kafka."))
          .should()
          .resideInAPackage("io.gradstream.kafka..");

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

  /** The block behind a heading of the page: packages, with what each may look into. */
  private static Map<String, List<String>> plan(String heading, String below) {
    try {
      String page = Files.readString(PLAN);
      return page.substring(page.indexOf("## " + heading))
          .split("```")[1]
          .lines()
          .filter(line -> !line.isBlank())
          .map(line -> List.of(line.split(" +")))
          .collect(
              Collectors.toMap(
                  line -> line.get(0) + below,
                  line -> inside(line.subList(1, line.size()), below)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> inside(List<String> rooms, String below) {
    return rooms.stream().filter(room -> !room.equals("-")).map(room -> room + below).toList();
  }

  private static Architectures.LayeredArchitecture drawn(Map<String, List<String>> plan) {
    Architectures.LayeredArchitecture drawn =
        Architectures.layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String room : plan.keySet()) {
      drawn = drawn.layer(room).definedBy("io.gradstream." + room);
    }
    for (Map.Entry<String, List<String>> room : plan.entrySet()) {
      drawn =
          room.getValue().isEmpty()
              ? drawn.whereLayer(room.getKey()).mayNotAccessAnyLayer()
              : drawn
                  .whereLayer(room.getKey())
                  .mayOnlyAccessLayers(room.getValue().toArray(String[]::new));
    }
    return drawn;
  }

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
