package io.gradstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds how many types of a package must be read together because each leads to the others. */
class TypeCyclesTest {
  private static final int MOST = 8;

  @Test
  void types_thatLeadToEachOther_areFew() {
    Map<String, Set<String>> uses = uses();
    Map<String, Set<String>> reached = new TreeMap<>();
    uses.keySet().forEach(type -> reached.put(type, reached(type, uses)));

    Stream<Set<String>> cycles = uses.keySet().stream().map(type -> cycle(type, reached));

    assertThat(cycles.filter(cycle -> cycle.size() > MOST).distinct()).isEmpty();
  }

  /** The types of its own package that each top-level type refers to, itself among them. */
  private static Map<String, Set<String>> uses() {
    Map<String, Set<String>> uses = new TreeMap<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.gradstream")) {
      Set<String> own = uses.computeIfAbsent(topLevel(type.getName()), name -> new TreeSet<>());
      String home = type.getPackageName();
      referred(type)
          .filter(other -> other.getPackageName().equals(home))
          .forEach(other -> own.add(topLevel(other.getName())));
      own.add(topLevel(type.getName()));
    }
    return uses;
  }

  private static Stream<Class<?>> referred(JavaClass type) {
    Class<?>[] permitted = type.reflect().getPermittedSubclasses();
    return Stream.concat(
        permitted == null ? Stream.empty() : Stream.of(permitted),
        type.getDirectDependenciesFromSelf().stream()
            .map(Dependency::getTargetClass)
            .map(JavaClass::getBaseComponentType)
            .filter(other -> other.getName().startsWith("io.gradstream."))
            .map(JavaClass::reflect));
  }

  private static String topLevel(String name) {
    return name.replaceFirst("\\$.*", "");
  }

  private static Set<String> reached(String from, Map<String, Set<String>> uses) {
    Set<String> reached = new TreeSet<>();
    Deque<String> pending = new ArrayDeque<>(Set.of(from));
    while (!pending.isEmpty()) {
      String type = pending.pop();
      if (reached.add(type)) {
        pending.addAll(uses.getOrDefault(type, Set.of()));
      }
    }
    return reached;
  }

  private static Set<String> cycle(String type, Map<String, Set<String>> reached) {
    Set<String> cycle = new TreeSet<>(reached.getOrDefault(type, Set.of()));
    cycle.removeIf(other -> !reached.getOrDefault(other, Set.of()).contains(type));
    return cycle;
  }
}
