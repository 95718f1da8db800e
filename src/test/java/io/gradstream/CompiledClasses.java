package io.gradstream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Comparator;
import java.util.List;

/**
 * The classes of a room that are of some type, whether or not it knows them: so that a test can
 * hold that it forgets none.
 */
public final class CompiledClasses {
  private CompiledClasses() {}

  /** Those in the type's own package that can have instances, by name. */
  public static <T> List<Class<? extends T>> of(Class<T> type) {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(type.getPackageName())
            .stream()
            .filter(each -> each.isAssignableTo(type) && isConcrete(each))
            .sorted(Comparator.comparing(JavaClass::getName))
            .<Class<? extends T>>map(each -> each.reflect().asSubclass(type))
            .toList();
  }

  private static boolean isConcrete(JavaClass type) {
    return !type.isInterface() && !type.getModifiers().contains(JavaModifier.ABSTRACT);
  }
}
