package dev.imagestore.docs;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.Jar;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The commands that the documents show are run by the finished jar, and print what the documents
 * show. Every one is named here, with how it is tried.
 */
class CommandsIT {
  private static final Path RESULTS = Path.of("results").toAbsolutePath();

  /**
   * How a command is tried.
   *
   * @param run false if it is only understood, see {@link CommandsTest}
   * @param shortly what makes it measure less; empty if it is run as it stands
   * @param status its exit status
   */
  private record Trial(boolean run, List<String> shortly, int status) {}

  /** It reads, and is run as it stands. */
  private static final Trial AS_IT_STANDS = new Trial(true, List.of(), 0);

  /** It measures, and is run with as little as possible of what it does not choose itself. */
  private static final Trial SHORTLY =
      new Trial(
          true, List.of("-f 1", "-wi 0", "-i 1", "-r 10ms", "-p cutoff=10", "-p backend=raw"), 0);

  /** The same of track, which has no verdict after one round. */
  private static final Trial ONE_ROUND =
      new Trial(
          true,
          List.of("--rounds 1", "-wi 0", "-i 1", "-r 10ms", "-p cutoff=10", "-p backend=raw"),
          2);

  /** It compares two runs that could not have shown much. */
  private static final Trial BLIND = new Trial(true, List.of(), 2);

  /** It takes long or needs what a machine may lack, and another of its kind is run. */
  private static final Trial UNDERSTOOD = new Trial(false, List.of(), 0);

  private static final Map<String, Trial> TRIALS =
      Map.ofEntries(
          entry("", SHORTLY),
          entry("-p backend=lmdb -p cutoff=1000 -f 1 readMany", UNDERSTOOD),
          entry("-p dataset=folder:/data/scans", UNDERSTOOD),
          entry("-p backend=postgres,s3 -p cutoff=1000 storeMany|readMany", UNDERSTOOD),
          entry("-p backend=postgres readMany", UNDERSTOOD),
          entry("-p backend=s3 readMany", UNDERSTOOD),
          entry("-p dataset=folder:/data/scans -p cutoff=500 readMany|readRandom", SHORTLY),
          entry("--quick -p durability=sync \\.store", SHORTLY),
          entry("-p cutoff=1000 readMany|storeMany", UNDERSTOOD),
          entry("--full -f 4 -p dataset=cifar10:DIR", UNDERSTOOD),
          entry("datasets folder:/data/scans --preview sheet.png", AS_IT_STANDS),
          entry("report results/2026-11-20-143107-jdk17.json", AS_IT_STANDS),
          entry("report baseline/run.json $new --html page.html", AS_IT_STANDS),
          entry("compare baseline.json new.json", BLIND),
          entry("compare baseline/run.json $new --threshold 5%", BLIND),
          entry(
              "compare results/two-runs/interleaved-a.json results/two-runs/interleaved-b.json",
              BLIND),
          entry("--plan limits -p dataset=cifar10:DIR", UNDERSTOOD),
          entry("report --limits RUN.json", UNDERSTOOD),
          entry("trend results", BLIND),
          entry("track --jdk JDK17 --jdk JDK25 --aa readMany|storeMany", UNDERSTOOD),
          entry("track --jar next.jar readMany", ONE_ROUND),
          entry(
              "track --jar yours.jar --budget 15m --threshold 5% -p cutoff=1000 -p backend=lmdb"
                  + " readMany|storeMany",
              UNDERSTOOD));

  /** What stands in a document for something of the reader's own. */
  private static final Map<String, String> PLACEHOLDERS =
      Map.of(
          "baseline.json", RESULTS.resolve("two-runs/interleaved-a.json").toString(),
          "baseline/run.json", RESULTS.resolve("two-runs/interleaved-a.json").toString(),
          "new.json", RESULTS.resolve("two-runs/interleaved-b.json").toString(),
          "$new", RESULTS.resolve("two-runs/interleaved-b.json").toString(),
          "next.jar", Jar.path().toString(),
          "results", RESULTS.resolve("two-runs").toString(),
          "folder:/data/scans", "folder:scans",
          "dataset=folder:/data/scans", "dataset=folder:scans");

  /** Lines of {@code sh} blocks that do not run the jar, and who runs them. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "mvn verify",
          "the build, which runs this",
          "mvn -q package -DskipTests -Ppostgres",
          "the build, in part, before BundledPostgresIT",
          "mvn test -Dtest=ComparisonSimulationTest -Dtest.groups=simulation"
              + " -Dtest.excludedGroups=",
          "ComparisonSimulationTest, a few minutes",
          "mvn test -Dtest=PairSimulationTest -Dtest.groups=simulation -Dtest.excludedGroups=",
          "PairSimulationTest, a quarter of an hour");

  @TempDir Path directory;

  static Stream<Command> commands() throws IOException {
    Map<String, Command> once = new LinkedHashMap<>();
    for (Document document : Document.all()) {
      // With its output, where any document shows it.
      Command.shown(document)
          .forEach(
              command ->
                  once.merge(command.line(), command, (a, b) -> a.output().isEmpty() ? b : a));
    }
    return once.values().stream();
  }

  @Test
  void everyCommandOfTheDocumentsIsNamedHere() throws IOException {
    assertThat(commands().map(Command::line)).containsExactlyInAnyOrderElementsOf(TRIALS.keySet());
  }

  static Stream<Command> toRun() throws IOException {
    return commands().filter(command -> TRIALS.getOrDefault(command.line(), UNDERSTOOD).run());
  }

  @ParameterizedTest
  @MethodSource("toRun")
  void runsAndPrintsWhatTheDocumentShows(Command command) throws Exception {
    Path scans = Files.createDirectories(directory.resolve("scans").resolve("a-label"));
    ImageIO.write(
        new BufferedImage(4, 3, BufferedImage.TYPE_BYTE_GRAY),
        "png",
        scans.resolve("1.png").toFile());
    Trial trial = TRIALS.get(command.line());

    Jar.Said said = new Jar(directory).run(arguments(command, trial).toArray(String[]::new));

    assertThat(said.status()).as(said.out() + said.err()).isEqualTo(trial.status());
    int from = 0;
    for (String piece : pieces(command.output())) {
      int at = said.out().indexOf(piece, from);
      assertThat(at).as("%s prints%n%s%nand below%n%s", command, said.out(), piece).isNotNegative();
      from = at + piece.length();
    }
  }

  private static List<String> arguments(Command command, Trial trial) {
    List<String> words = new ArrayList<>();
    for (String word : command.words()) {
      String put = word.replaceFirst("^results(?=/)", RESULTS.toString());
      words.add(PLACEHOLDERS.getOrDefault(put, put));
    }
    for (String setting : trial.shortly()) {
      // What the command chooses itself stays: -f 1, -p cutoff=1000.
      String[] option = setting.split(" ");
      String chosen = option[0].equals("-p") ? option[1].replaceAll("=.*", "=") : option[0];
      if (words.stream().noneMatch(word -> word.startsWith(chosen))) {
        words.addAll(List.of(option));
      }
    }
    return words;
  }

  /** What is shown of an output, between the ends of line at which something is left out. */
  private static List<String> pieces(String output) {
    return Stream.of(output.split("(?m)(?:^| )…$")).map(String::strip).toList();
  }

  @Test
  void everyOtherLineOfAShellIsNamedHereToo() throws IOException {
    assertThat(
            Document.all().stream()
                .flatMap(document -> document.blocks("sh").stream())
                .flatMap(String::lines)
                .map(line -> line.replaceAll(" +#.*", "").strip())
                .filter(line -> !line.contains("java -jar "))
                .collect(Collectors.toSet()))
        .isEqualTo(OTHERS.keySet());
  }
}
