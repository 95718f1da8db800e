package io.gradstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Holds how many types are no types but places for static methods: kernels and tables may be, what
 * works on a value belongs to it.
 */
class StaticOnlyTypesTest {
  private static final double MOST = 0.05;

  @Test
  void typesWithoutInstances_areFew() {
    List<JavaClass> types =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.gradstream")
                .stream()
                .filter(
                    type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .toList();

    List<String> staticOnly =
        types.stream().filter(StaticOnlyTypesTest::isStaticOnly).map(JavaClass::getName).toList();

    assertThat(staticOnly).hasSizeLessThanOrEqualTo((int) (MOST * types.size()));
  }

  private static boolean isStaticOnly(JavaClass type) {
    return !type.isInterface()
        && !type.isEnum()
        && type.getConstructors().stream().allMatch(made -> has(made, JavaModifier.PRIVATE))
        && type.getMembers().stream()
            .filter(member -> !type.getConstructors().contains(member))
            .allMatch(member -> has(member, JavaModifier.STATIC));
  }

  private static boolean has(JavaMember member, JavaModifier modifier) {
    return member.getModifiers().contains(modifier);
  }
}
