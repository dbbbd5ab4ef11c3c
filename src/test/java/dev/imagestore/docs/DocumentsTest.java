package dev.imagestore.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.cli.Cli;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the README and docs/ name is there, and what is there is named. */
class DocumentsTest {
  private static final Path README = Path.of("README.md");
  private static final Path COMMANDS = Path.of("docs", "commands.md");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```");

  /** Files and directories of results and pictures, up to what only a run can fill in. */
  private static final Pattern MEASURED =
      Pattern.compile("(?<![\\w/.-])(?:results|plots)/[\\w./-]*[\\w/]");

  /** What commands make, and the repository does not hold. */
  private static final Set<String> MADE = Set.of("plots/trend", "plots/trend/");

  private static final Pattern MACHINE =
      Pattern.compile("(?<![\\w.])/(?:home|root|Users|tmp|work|mnt|private)\\b[\\w./-]*|file:/");

  /** A command that prints what is shown, and what it printed. */
  private static final Pattern SHOWN =
      Pattern.compile("(?s)<!-- (report [^>]*?) -->\n(.*?)<!-- end -->");

  private static final Pattern UNFINISHED = Pattern.compile("\\b(?:TODO|FIXME|XXX)");

  static Stream<Path> documents() throws IOException {
    List<Path> found = new ArrayList<>(List.of(README));
    try (Stream<Path> files = Files.walk(Path.of("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(found::add);
    }
    return found.stream();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyLinkLeadsSomewhere(Path document) throws IOException {
    for (String link : links(document)) {
      String[] parts = link.split("#", 2);
      Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
      assertThat(target).as("%s links %s", document, link).exists();
      if (parts.length == 2) {
        assertThat(anchors(target)).as("%s links %s", document, link).contains(parts[1]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyResultThatIsNamedIsThere(Path document) throws IOException {
    for (String name : found(MEASURED, Files.readString(document))) {
      if (!MADE.contains(name)) {
        assertThat(Path.of(name)).as("%s names it", document).exists();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void noPathOfAMachineAndNothingLeftToDo(Path document) throws IOException {
    String text = Files.readString(document);
    assertThat(found(MACHINE, text)).as("%s: paths", document).isEmpty();
    assertThat(found(UNFINISHED, text)).as("%s: left to do", document).isEmpty();
  }

  @Test
  void theReadmeLeadsToEveryDocument() throws IOException {
    Set<Path> linked =
        links(README).stream()
            .map(link -> Path.of(link.replaceFirst("#.*", "")))
            .collect(Collectors.toSet());
    assertThat(linked).containsAll(documents().filter(each -> !each.equals(README)).toList());
  }

  /** What stands between the markers is what the command prints, to the letter. */
  @Test
  void whatReportPrintsIsWhatTheDocumentsShow() throws IOException {
    int blocks = 0;
    for (Path document : documents().toList()) {
      String text = Files.readString(document);
      Matcher shown = SHOWN.matcher(text);
      StringBuilder updated = new StringBuilder();
      while (shown.find()) {
        blocks++;
        String printed = printed(shown.group(1).split(" "));
        shown.appendReplacement(
            updated,
            Matcher.quoteReplacement(
                "<!-- " + shown.group(1) + " -->\n" + printed + "<!-- end -->"));
      }
      shown.appendTail(updated);
      if (Boolean.getBoolean("golden.update")) {
        Files.writeString(document, updated);
      } else {
        assertThat(text).as(document.toString()).isEqualTo(updated.toString());
      }
    }
    assertThat(blocks).isPositive();
  }

  /** What a command prints, its headings one level further down. */
  private static String printed(String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine command = Cli.commandLine();
    assertThat(command.setOut(new PrintWriter(out, true)).execute(arguments)).isZero();
    return out.toString().replaceAll("(?m)^#", "##");
  }

  @Test
  void everyOptionOfEveryCommandIsDescribed() throws IOException {
    String text = Files.readString(COMMANDS);
    for (Map.Entry<String, CommandLine> command : Cli.commandLine().getSubcommands().entrySet()) {
      String section = section(text, command.getKey());
      command.getValue().getCommandSpec().options().stream()
          .filter(option -> !option.inherited())
          .forEach(option -> assertThat(section).contains("`" + option.longestName()));
    }
  }

  /** What stands under the heading of a command, up to the next of the same level. */
  private static String section(String text, String command) {
    Pattern heading = Pattern.compile("(?ms)^## `" + command + "\\b.*?(?=^## |\\z)");
    List<String> sections = List.copyOf(found(heading, text));
    assertThat(sections).as("sections of %s in %s", command, COMMANDS).hasSize(1);
    return sections.get(0);
  }

  /** Links to files of this repository and to headings. */
  private static Set<String> links(Path document) throws IOException {
    String prose = FENCE.matcher(Files.readString(document)).replaceAll("");
    return LINK.matcher(prose)
        .results()
        .map(match -> match.group(1))
        .filter(link -> !link.matches("[a-z]+:.*"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The anchors that GitHub gives to the headings of a document. */
  private static Set<String> anchors(Path document) throws IOException {
    String prose = FENCE.matcher(Files.readString(document)).replaceAll("");
    return HEADING
        .matcher(prose)
        .results()
        .map(
            match ->
                match
                    .group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\w\\- ]", "")
                    .replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
