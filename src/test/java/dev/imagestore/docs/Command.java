package dev.imagestore.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command that a document shows: {@code java -jar target/benchmarks.jar …}.
 *
 * @param document where
 * @param words the arguments, without quotes
 * @param output what is shown below it, {@code …} for what is left out; empty if nothing is
 */
record Command(Document document, List<String> words, String output) {
  private static final Pattern JAR = Pattern.compile("java -jar \\S+\\.jar(?: +(.*))?");
  private static final Pattern INLINE = Pattern.compile("`(java -jar [^`\n]*)`");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  /** Before a command whose output follows. */
  private static final String PROMPT = "$ ";

  /** The commands in blocks of a document. */
  static Stream<Command> shown(Document document) {
    return document.blocks().stream()
        .flatMap(
            block -> {
              if (block.startsWith(PROMPT)) {
                String[] parts = block.split("\n", 2);
                return of(document, parts[0], parts[1]);
              }
              return block.lines().flatMap(line -> of(document, line, ""));
            });
  }

  /** The commands in the text of a document, but for those that are a pattern of commands. */
  static Stream<Command> mentioned(Document document) {
    return INLINE
        .matcher(document.text())
        .results()
        .flatMap(match -> of(document, match.group(1), ""))
        .filter(command -> command.words().stream().noneMatch(word -> word.startsWith("[")));
  }

  private static Stream<Command> of(Document document, String line, String output) {
    Matcher jar = JAR.matcher(line);
    return jar.find()
        ? Stream.of(new Command(document, words(jar.group(1)), output))
        : Stream.empty();
  }

  /** The words of a line as a shell tells them apart, up to a comment. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line == null ? "" : line);
    while (word.find() && !word.group().startsWith("#")) {
      words.add(
          Stream.of(word.group(1), word.group(2), word.group(3))
              .filter(each -> each != null)
              .findFirst()
              .orElseThrow());
    }
    return words;
  }

  /** The arguments in one line. */
  String line() {
    return String.join(" ", words);
  }

  @Override
  public String toString() {
    return document + ": " + line();
  }
}
