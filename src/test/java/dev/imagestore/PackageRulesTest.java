package dev.imagestore;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.TreeSet;

/** Packages point one way, downwards. */
@AnalyzeClasses(packages = "dev.imagestore", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageRulesTest {
  private static final String ROOT = "dev.imagestore.";

  @ArchTest static final ArchRule input = mayUse("input");
  @ArchTest static final ArchRule image = mayUse("image", "input");
  @ArchTest static final ArchRule codec = mayUse("codec", "image", "input");
  @ArchTest static final ArchRule store = mayUse("store", "codec", "image", "input");

  @ArchTest
  static final ArchRule workload = mayUse("workload", "store", "codec", "image", "result", "input");

  @ArchTest static final ArchRule stats = mayUse("stats", "input");
  @ArchTest static final ArchRule result = mayUse("result", "store", "codec", "image", "input");
  @ArchTest static final ArchRule analysis = mayUse("analysis", "stats", "result", "input");

  @ArchTest static final ArchRule render = mayUse("render", "analysis", "stats", "result", "input");

  @ArchTest
  static final ArchRule plot = mayUse("plot", "render", "analysis", "stats", "result", "input");

  @ArchTest
  static final ArchRule page =
      mayUse("page", "plot", "render", "analysis", "stats", "result", "input");

  @ArchTest
  static final ArchRule harness =
      mayUse(
          "harness",
          "workload",
          "page",
          "render",
          "plot",
          "analysis",
          "stats",
          "store",
          "codec",
          "image",
          "result",
          "input");

  @ArchTest
  static final ArchRule onlyWorkloadAndHarnessKnowJmh =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "workload..", ROOT + "harness..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.openjdk.jmh..");

  @ArchTest
  static final ArchRule noCycles = slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

  private static ArchRule mayUse(String name, String... others) {
    Set<String> allowed = new TreeSet<>(Set.of(others));
    allowed.add(name);
    return classes()
        .that()
        .resideInAPackage(ROOT + name + "..")
        .should()
        .onlyDependOnClassesThat(
            describe(
                "are outside the project or in " + allowed,
                c ->
                    !c.getPackageName().startsWith("dev.imagestore")
                        || allowed.stream()
                            .anyMatch(p -> (c.getPackageName() + ".").startsWith(ROOT + p + "."))))
        .allowEmptyShould(true);
  }
}
