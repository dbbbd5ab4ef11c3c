package dev.imagestore.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A document of the project: the README, or one of docs/.
 *
 * @param path from the root of the repository
 * @param text as it is in the file
 */
record Document(Path path, String text) {
  static final Path README = Path.of("README.md");

  /** What is not prose: blocks between fences, and tables that a command prints. */
  private static final Pattern NO_PROSE =
      Pattern.compile("(?ms)^```.*?^```$|^<!-- report [^>]*-->$.*?^<!-- end -->$");

  /** All of them, the README first. */
  static List<Document> all() throws IOException {
    List<Document> all = new ArrayList<>(List.of(of(README)));
    try (Stream<Path> files = Files.walk(Path.of("docs"))) {
      files
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .map(Document::of)
          .forEach(all::add);
    }
    return all;
  }

  static Document of(Path path) {
    try {
      return new Document(path, Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What stands between fences. */
  List<String> blocks() {
    return blocks("[^\n]*");
  }

  /** The same in one language. */
  List<String> blocks(String language) {
    return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  /** The prose between headings of the second level, each in one line. */
  List<String> sections() {
    return Stream.of(NO_PROSE.matcher(text).replaceAll("").split("(?m)^## "))
        .map(section -> section.replaceAll("\\s+", " "))
        .toList();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
