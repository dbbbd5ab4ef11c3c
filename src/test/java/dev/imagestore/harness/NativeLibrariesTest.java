package dev.imagestore.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class NativeLibrariesTest {
  @Test
  void filesAreTakenFromTheLinesOfMaps() {
    assertThat(
            NativeLibraries.mapped(
                List.of(
                    "7f01-7f02 r-xp 00000000 fe:00 1234   /lib/x86_64-linux-gnu/libz.so.1.2.13",
                    "7f02-7f03 r--p 00001000 fe:00 1234   /lib/x86_64-linux-gnu/libz.so.1.2.13",
                    "7f03-7f04 rw-p 00000000 00:00 0",
                    "7f04-7f05 rw-p 00000000 00:00 0   [heap]",
                    "7f05-7f06 r--s 00000000 fe:00 99   /opt/some jdk/lib/modules",
                    "7f06-7f07 r-xp 00000000 fe:00 98   /opt/some jdk/lib/libzip.so")))
        .containsExactly(
            Path.of("/lib/x86_64-linux-gnu/libz.so.1.2.13"),
            Path.of("/opt/some jdk/lib/libzip.so"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatThisJvmUsesIsNamedWithItsVersion() {
    assertThat(NativeLibraries.ofThisProcess())
        .containsOnlyKeys("libc", "libjpeg", "zlib")
        .allSatisfy(
            (name, version) ->
                assertThat(version).as(name).matches(".+, the (system|JDK)'s").doesNotContain("/"));
  }
}
