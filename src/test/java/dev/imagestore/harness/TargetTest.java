package dev.imagestore.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetTest {
  @TempDir private Path dir;

  @Test
  void jdksAreNamedByTheirFeatureVersion() throws IOException {
    List<Target> targets =
        Target.of(List.of(jdk(17, "17.0.15"), jdk(25, "25.0.3")), jars("b"), true, 0.05);

    assertThat(targets)
        .extracting(Target::name)
        .containsExactly("jdk17", "jdk25", "jdk17-again", "jdk17-planted");
    assertThat(targets).extracting(Target::control).containsExactly(null, null, 0.0, 0.05);
    assertThat(targets.get(0).sha256())
        .isEqualTo("8739c76e681f900923b900c9df0ef75cf421d39cabb54650c4b9ad19b6a76d85");
  }

  @Test
  void withNothingElseTheBaselineAgainIsWhatIsCompared() throws IOException {
    assertThat(Target.of(List.of(jdk(17, "17.0.15")), jars("b"), true, 0))
        .extracting(Target::control)
        .containsExactly(null, null);
  }

  @Test
  void alikeJdksByTheirVersion() throws IOException {
    assertThat(
            Target.of(
                List.of(jdk(17, "17.0.15+6"), jdk(17, "17.0.9+1"), jdk(17, "17.0.15+6")),
                jars("b"),
                false,
                0))
        .extracting(Target::name)
        .containsExactly("jdk17.0.15+6", "jdk17.0.9+1", "jdk17.0.15+6-2");
  }

  @Test
  void everyJdkIsMeasuredWithEveryJar() throws IOException {
    assertThat(
            Target.of(
                List.of(jdk(17, "17.0.15"), jdk(25, "25.0.3")),
                jars("benchmarks", "new/benchmarks", "netty-4.2"),
                false,
                0))
        .extracting(Target::name)
        .containsExactly(
            "jdk17-benchmarks",
            "jdk25-benchmarks",
            "jdk17-benchmarks-2",
            "jdk25-benchmarks-2",
            "jdk17-netty-4.2",
            "jdk25-netty-4.2");
  }

  @Test
  void whatDoesNotStartIsNamedByItsDirectory() throws IOException {
    InstalledJdk broken =
        new InstalledJdk(Path.of("/opt/jdk 99/bin/java"), 0, "", "", "", "it does not start");

    assertThat(Target.of(List.of(jdk(17, "17.0.15"), broken), jars("b"), false, 0))
        .extracting(Target::name)
        .containsExactly("jdk17", "jdk-99");
  }

  @Test
  void aJarThatIsNotThereIsRefused() {
    assertThatThrownBy(
            () -> Target.of(List.of(jdk(17, "17")), List.of(dir.resolve("none.jar")), false, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("none.jar");
  }

  @Test
  void aFileThatIsNoJarIsRefused() throws IOException {
    Path text = Files.writeString(dir.resolve("notes.jar"), "no jar");

    assertThatThrownBy(() -> Target.of(List.of(jdk(17, "17")), List.of(text), false, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("notes.jar: expected a build of the suite (--jar), found no jar");
  }

  private List<Path> jars(String... names) throws IOException {
    List<Path> jars = new java.util.ArrayList<>();
    for (String name : names) {
      Path jar = dir.resolve(name + ".jar");
      Files.createDirectories(jar.getParent());
      new JarOutputStream(Files.newOutputStream(jar)).close();
      jars.add(jar);
    }
    return jars;
  }

  private static InstalledJdk jdk(int feature, String version) {
    return new InstalledJdk(Path.of("/opt/x/bin/java"), feature, version, "Vendor", "VM", "");
  }
}
