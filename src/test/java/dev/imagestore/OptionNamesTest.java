package dev.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.codec.Codecs;
import dev.imagestore.input.Option;
import dev.imagestore.store.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An option belongs to its adapter: nothing else in the program knows its name. */
class OptionNamesTest {
  private static final Path SOURCES = Path.of("src", "main");

  /** The frozen mapping of old results. */
  private static final String OLD_NAMES = "Schema1.java";

  @Test
  void noFileOutsideAnAdapterNamesItsOption() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(SOURCES)) {
      files = all.filter(f -> f.toString().matches(".*\\.(java|js|html)")).toList();
    }
    for (Option option : Backends.options()) {
      if (option.name().equals(Codecs.OPTION) || option.name().startsWith("toy")) {
        continue; // What all codecs share has a constant; the tests' own are not in the program.
      }
      Set<Path> packages = new TreeSet<>();
      for (Path file : files) {
        if (!file.endsWith(OLD_NAMES) && Files.readString(file).contains(option.name())) {
          packages.add(file.getParent());
        }
      }
      assertThat(packages).as(option.name()).hasSize(1);
    }
  }
}
