package dev.imagestore.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledJdksTest {
  @TempDir private Path dir;

  @Test
  void findsThemWhereTheyAre() throws IOException {
    Path debian = jdk("root/usr/lib/jvm/java-17", "17.0.15+6-Debian", "Debian");
    jdk("user/.sdkman/candidates/java/21.0.2-tem", "21.0.2+13-LTS", "Eclipse Adoptium");
    jdk(
        "root/Library/Java/JavaVirtualMachines/temurin-25.jdk/Contents/Home",
        "25.0.3+9-LTS",
        "Eclipse Adoptium");
    Path home = jdk("opt/home", "1.8.0_402-b06", "Azul");
    Path ci = jdk("opt/ci", "24+36", "Oracle");
    Path chain = jdk("opt/chain", "22.0.1+8", "Amazon");
    Files.createSymbolicLink(dir.resolve("root/usr/lib/jvm/default"), debian);
    Files.createDirectories(dir.resolve("root/usr/lib/jvm/not-a-jdk"));
    Files.createDirectories(dir.resolve("user/.m2"));
    Files.writeString(
        dir.resolve("user/.m2/toolchains.xml"),
        "<toolchains><toolchain><configuration><jdkHome>"
            + chain
            + "</jdkHome></configuration></toolchain></toolchains>");

    List<InstalledJdk> found =
        new InstalledJdks(
                dir.resolve("root"),
                dir.resolve("user"),
                Map.of("JAVA_HOME", home.toString(), "JAVA_24_HOME", ci.toString(), "PATH", "x"))
            .find();

    assertThat(found).extracting(InstalledJdk::feature).containsExactly(25, 24, 22, 21, 17, 8);
    assertThat(found.get(4).version()).isEqualTo("17.0.15+6-Debian");
    assertThat(found.get(4).vendor()).isEqualTo("Debian");
    assertThat(found.get(4).home().toRealPath()).isEqualTo(debian.toRealPath());
    assertThat(found.get(5).problem()).contains("too old");
  }

  @Test
  void whatCanNotBeReadIsNoJdk() throws IOException {
    Files.createDirectories(dir.resolve("user/.m2"));
    Files.writeString(
        dir.resolve("user/.m2/toolchains.xml"),
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><jdkHome>&e;</jdkHome>");

    assertThat(
            new InstalledJdks(
                    dir.resolve("root"),
                    dir.resolve("user"),
                    Map.of("JAVA_HOME", dir.resolve("none").toString()))
                .find())
        .isEmpty();
  }

  @Test
  void aJdkThatIsNotThereOrDoesNotStartSaysSo() throws IOException {
    Path broken = jdk("broken", "17", "x");
    Files.writeString(InstalledJdk.launcher(broken), "#!/bin/sh\nexit 3\n");

    assertThat(InstalledJdk.at(dir.resolve("none")).problem()).isEqualTo("there is no such file");
    assertThat(InstalledJdk.at(dir.resolve("none")).home()).isEqualTo(dir.resolve("none"));
    assertThat(InstalledJdk.at(dir.resolve("no/bin/java")).home()).isEqualTo(dir.resolve("no"));
    assertThat(InstalledJdk.at(dir).problem()).isEqualTo("there is no bin/java in it");
    assertThat(InstalledJdk.at(broken).problem())
        .isEqualTo("it does not start: -version ends with status 3");
  }

  @Test
  void anOldOneIsTooOld() throws IOException {
    Path old = jdk("old", "1.8", "x");
    Files.writeString(
        InstalledJdk.launcher(old),
        "#!/bin/sh\necho '    java.specification.version = 1.8'\necho '    java.version = 1.8.0_402'\n");

    assertThat(InstalledJdk.at(InstalledJdk.launcher(old)).problem())
        .isEqualTo("it is JDK 8, the suite needs 17 or newer");
  }

  @Test
  void theOneThatRunsThisIsFine() {
    InstalledJdk own = InstalledJdk.at(Path.of(System.getProperty("java.home")));

    assertThat(own.problem()).isEmpty();
    assertThat(own.feature()).isEqualTo(Runtime.version().feature());
    assertThat(own.version()).isEqualTo(System.getProperty("java.vm.version"));
    assertThat(own.vendor()).isEqualTo(System.getProperty("java.vendor"));
  }

  private Path jdk(String place, String version, String vendor) throws IOException {
    Path home = Files.createDirectories(dir.resolve(place));
    Files.createDirectories(home.resolve("bin"));
    Path java = Files.writeString(InstalledJdk.launcher(home), "#!/bin/sh\nexit 1\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(
        home.resolve("release"),
        "IMPLEMENTOR=\"" + vendor + "\"\nJAVA_RUNTIME_VERSION=\"" + version + "\"\n");
    return home;
  }
}
