package dev.imagestore.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagestore.input.BadInputException;
import dev.imagestore.input.OptionValues;
import dev.imagestore.result.Condition.Cache;
import dev.imagestore.result.Key;
import dev.imagestore.store.Backend;
import dev.imagestore.store.Backends;
import dev.imagestore.store.Service;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;

class RunPlanTest {
  private static final int BACKENDS = Backends.compared().size();

  @Test
  void defaultRunHasFiveBenchmarks() throws IOException {
    RunPlan plan = RunPlan.of(List.of());
    assertThat(plan.kind()).isEqualTo("default");
    assertThat(cutoffs(plan))
        .isEqualTo(
            Map.of(
                "storeMany", List.of(10, 100, 1000, 10000),
                "readMany", List.of(10, 100, 1000, 10000),
                "storeSingle", List.of(1),
                "readSingle", List.of(10000),
                "readRandom", List.of(10000)));
    assertThat(plan.configurations())
        .hasSize(BACKENDS * 11 + 2 * documentedWays())
        .allSatisfy(c -> assertThat(c.forks()).isEqualTo(5));
  }

  @Test
  void quickRunHasAllBenchmarksOnce() throws IOException {
    RunPlan plan = RunPlan.of(List.of("--quick"));
    assertThat(plan.kind()).isEqualTo("quick");
    assertThat(plan.configurations())
        .hasSize(BACKENDS * 11)
        .allSatisfy(c -> assertThat(c.forks()).isOne());
    assertThat(cutoffs(plan))
        .containsEntry("readShuffled", List.of(10, 1000))
        .containsEntry("storeSingle", List.of(1));
  }

  @Test
  void theDefaultRunHasTheDocumentedWaysBesideTheTunedOnes() throws IOException {
    List<Configuration> png =
        RunPlan.of(List.of()).configurations().stream()
            .filter(c -> c.param("backend").equals("png") && c.cutoff() == 1000)
            .toList();
    assertThat(png)
        .extracting(c -> c.method() + " " + c.param("pngCodec"))
        .containsExactlyInAnyOrder(
            "storeMany suite", "readMany suite", "storeMany imageio", "readMany imageio");
  }

  @Test
  void aDocumentedWayThatTheUserChoseOrRuledOutIsNotRunTwice() throws IOException {
    assertThat(RunPlan.of(List.of("-p", "backend=png", "-p", "pngCodec=imageio")).configurations())
        .hasSize(11);
    assertThat(RunPlan.of(List.of("-p", "backend=png", "-p", "pngCodec=pngj")).configurations())
        .hasSize(11);
  }

  private static int documentedWays() {
    return (int)
        Backends.compared().stream()
            .filter(
                backend ->
                    Backends.applicable(backend, OptionValues.DEFAULTS).stream()
                        .anyMatch(option -> option.documentedValue().isPresent()))
            .count();
  }

  @Test
  void fullRunHasEveryCutoff() throws IOException {
    RunPlan plan = RunPlan.of(List.of("--full"));
    assertThat(cutoffs(plan))
        .hasSize(6)
        .containsEntry("readRandom", List.of(10, 100, 1000, 10000, 100000))
        .containsEntry("storeMany", List.of(10, 100, 1000, 10000, 100000));
    assertThat(plan.configurations())
        .allSatisfy(c -> assertThat(c.entry().getMode()).isEqualTo(Mode.Throughput));
  }

  @Test
  void thePlanOfTheLimitsHasWhatItsTargetsAreHeldAgainst() throws IOException {
    RunPlan plan = RunPlan.of(List.of("--plan", "limits"));
    assertThat(plan.kind()).isEqualTo("limits");
    assertThat(plan.python()).contains(PythonScript.ARTICLE);
    assertThat(plan.configurations()).allSatisfy(c -> assertThat(c.forks()).isEqualTo(5));
    assertThat(plan.configurations())
        .extracting(Configuration::toString)
        .doesNotHaveDuplicates()
        .haveExactly(
            4,
            new Condition<>(
                name -> name.startsWith("ReadBenchmark.readRandom (2 threads){"), "two threads"))
        .haveExactly(
            4, new Condition<>(name -> name.startsWith("ReadBenchmark.readTimed{"), "timed"));
    assertThat(plan.configurations())
        .filteredOn(c -> c.method().equals("storeMany") && c.cutoff() == 1000)
        .extracting(c -> Key.of(c.params()).variant())
        .containsExactlyInAnyOrder(
            "raw",
            "png",
            "lmdb",
            "hdf5",
            "files",
            "lmdb (documented)",
            "hdf5 (documented)",
            "png pngCodec=imageio (documented)",
            "png pngCodec=pngj");
  }

  @Test
  void thePlanOfTheMemoryReadsStoresInRandomOrderThatAreCold() throws IOException {
    RunPlan plan = RunPlan.of(List.of("--plan", "memory"));
    assertThat(plan.memoryBytes()).isEqualTo(1L << 30);
    assertThat(RunPlan.of(List.of("--plan", "limits")).memoryBytes()).isZero();
    assertThat(plan.configurations())
        .allSatisfy(
            c -> {
              assertThat(c.method()).isEqualTo("readShuffled");
              assertThat(c.has(Cache.cold)).isTrue();
              assertThat(c.forks()).isEqualTo(3);
              assertThat(c.shots()).isOne();
            })
        .extracting(c -> Key.of(c.params()).variant())
        .containsExactlyInAnyOrder("raw", "png", "hdf5", "lmdb", "lmdb lmdbReadAhead=off");
  }

  @Test
  void aPlanIsNarrowedByWhatTheUserChooses() throws IOException {
    RunPlan plan =
        RunPlan.of(
            List.of("--plan", "limits", "-f", "2", "-p", "backend=png", "-p", "cutoff=7", "Many"));
    assertThat(plan.configurations())
        .allSatisfy(c -> assertThat(c.forks()).isEqualTo(2))
        .extracting(c -> c.method() + " " + c.cutoff() + " " + Key.of(c.params()).variant())
        .containsExactlyInAnyOrder(
            "storeMany 7 png",
            "readMany 7 png",
            "storeMany 7 png pngCodec=imageio (documented)",
            "readMany 7 png pngCodec=imageio (documented)",
            "storeMany 7 png pngCodec=pngj",
            "readMany 7 png pngCodec=pngj",
            "storeMany 7 png pngThreads=all",
            "readMany 7 png pngThreads=all");
  }

  @Test
  void readsAreTimedOnlyWhereThatIsAskedFor() throws IOException {
    assertThat(RunPlan.of(List.of("--full")).configurations())
        .noneMatch(c -> c.method().equals("readTimed"));
    assertThat(RunPlan.of(List.of("readTimed")).configurations()).hasSize(BACKENDS);
  }

  @Test
  void whatTheUserSaysWins() throws IOException {
    RunPlan plan =
        RunPlan.of(List.of("--full", "-f", "2", "-p", "cutoff=7", "-p", "backend=raw", "readMany"));
    assertThat(plan.configurations())
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.method()).isEqualTo("readMany");
              assertThat(c.cutoff()).isEqualTo(7);
              assertThat(c.forks()).isEqualTo(2);
            });
  }

  @Test
  void storeSingleStoresOneImageWhateverTheCutoff() throws IOException {
    RunPlan plan = RunPlan.of(List.of("-p", "cutoff=10,1000", "\\.store"));
    assertThat(plan.kind()).isEqualTo("custom");
    assertThat(cutoffs(plan))
        .isEqualTo(Map.of("storeMany", List.of(10, 1000), "storeSingle", List.of(1)));
  }

  @Test
  void optionsOfOneConfigurationSelectItAlone() throws IOException {
    Configuration configuration =
        RunPlan.of(List.of("-p", "backend=lmdb", "-p", "cutoff=10,20", "readMany", "readRandom"))
            .configurations()
            .get(1);
    var options = configuration.options(3, List.of("-Xmx1g"));
    assertThat(options.getIncludes())
        .containsExactly("^\\Q" + configuration.entry().getUsername() + "\\E$");
    assertThat(options.getParameter("cutoff").get()).containsExactly(configuration.param("cutoff"));
    assertThat(options.getForkCount().get()).isEqualTo(3);
    assertThat(options.getJvmArgsPrepend().get()).containsExactly("-Xmx1g");
  }

  @Test
  void anOptionVariesOnlyTheBackendThatHeedsIt() throws IOException {
    RunPlan plan =
        RunPlan.of(
            List.of("readRandom", "-p", "pngThreads=1,all", "-p", "lmdbBuffer=netty,bytebuffer"));
    assertThat(plan.configurations())
        .hasSize(BACKENDS + 2)
        .filteredOn(c -> c.param("backend").equals("png"))
        .extracting(c -> c.param("pngThreads") + " " + c.param("lmdbBuffer"))
        .containsExactlyInAnyOrder("1 -", "all -");
  }

  @Test
  void whatOnlySomeBackendsTakeIsSaid() throws IOException {
    assertThat(RunPlan.of(List.of("readMany", "-p", "lmdbBuffer=bytebuffer")).notes())
        .containsExactly("lmdbBuffer=bytebuffer concerns lmdb only");
    assertThat(
            RunPlan.of(List.of("readMany", "-p", "backend=lmdb", "-p", "lmdbBuffer=netty")).notes())
        .isEmpty();
  }

  @Test
  void aValueThatNoChosenBackendTakesIsRefused() {
    assertRefused(
        "lmdbBuffer=bytebuffer: none of the chosen backends (raw, hdf5) has it; lmdb has",
        "-p",
        "backend=raw,hdf5",
        "-p",
        "lmdbBuffer=bytebuffer");
    assertRefused(
        "pngCodec=imageio: none of the chosen", "-p", "backend=files", "-p", "pngCodec=imageio");
  }

  @Test
  void filesWithTheCodecPngArePng() throws IOException {
    RunPlan plan =
        RunPlan.of(
            List.of(
                "readMany", "-p", "cutoff=10", "-p", "backend=png,files", "-p", "codec=raw,png"));
    assertThat(plan.configurations())
        .extracting(c -> c.param("backend") + " " + c.param("codec"))
        .containsExactly("png -", "files raw");
    assertThat(
            RunPlan.of(
                    List.of(
                        "readMany",
                        "-p",
                        "cutoff=10",
                        "-p",
                        "backend=files",
                        "-p",
                        "codec=png",
                        "-p",
                        "pngCodec=imageio"))
                .configurations())
        .extracting(c -> c.param("pngCodec"))
        .containsExactly("imageio");
  }

  @Test
  void everyBackendIsRunIfAsked() throws IOException {
    assertThat(RunPlan.of(List.of("--all", "readMany", "-p", "cutoff=10")).configurations())
        .extracting(c -> c.param("backend"))
        .containsExactlyElementsOf(
            Backends.all().stream()
                .filter(each -> each.service().flatMap(Service::missing).isEmpty())
                .map(Backend::name)
                .toList());
  }

  @Test
  void storesOnServersHaveFewerImagesAndLongerWarmUpUnlessToldOtherwise() throws IOException {
    List<Configuration> left = RunPlan.of(List.of("read", "-p", "backend=s3")).configurations();
    assertThat(left)
        .extracting(Configuration::cutoff)
        .contains(10, 100, 1000)
        .doesNotContain(10_000);
    assertThat(left).allSatisfy(c -> assertThat(c.arguments()).containsSequence("-w", "2s"));
    assertThat(left).filteredOn(c -> c.method().equals("readMany")).hasSize(3);
    assertThat(
            RunPlan.of(List.of("readMany", "-p", "backend=s3", "-p", "cutoff=20000", "-w", "1s"))
                .configurations())
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.cutoff()).isEqualTo(20_000);
              assertThat(c.arguments()).doesNotContain("2s");
            });
  }

  @Test
  void aConditionMultipliesOnlyTheBenchmarksThatHaveIt() throws IOException {
    RunPlan plan =
        RunPlan.of(
            List.of(
                "--quick",
                "-p",
                "backend=raw",
                "-p",
                "cutoff=10",
                "-p",
                "cache=warm,cold",
                "-p",
                "pages=recycled,fresh",
                "-p",
                "opening=each,once",
                "-p",
                "memory=direct,heap",
                "-p",
                "rawAccess=buffered,mapped"));
    assertThat(
            plan.configurations().stream()
                .collect(Collectors.groupingBy(Configuration::method, Collectors.counting())))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "storeMany", 2L,
                "storeSingle", 2L,
                "readSingle", 8L,
                "readRandom", 8L,
                "readMany", 16L,
                "readShuffled", 16L));
  }

  @Test
  void whatIsColdOrOnFreshPagesIsMeasuredInSingleShots() throws IOException {
    RunPlan plan =
        RunPlan.of(
            List.of(
                "--quick",
                "-p",
                "backend=raw",
                "-p",
                "cutoff=1000",
                "-p",
                "cache=cold",
                "-p",
                "pages=fresh"));
    assertThat(plan.configurations())
        .hasSize(6)
        .allSatisfy(
            c -> {
              assertThat(c.entry().getMode()).isEqualTo(Mode.SingleShotTime);
              assertThat(c.forks()).isOne();
            });
    assertThat(plan.configurations())
        .extracting(c -> c.method() + " " + c.shots())
        .containsExactlyInAnyOrder(
            "storeMany 5",
            "storeSingle 5",
            "readMany 5",
            "readShuffled 5",
            "readSingle 5",
            "readRandom 500");
    assertThat(RunPlan.of(List.of("-p", "cache=cold", "-t", "4", "-i", "2", "readRandom")))
        .satisfies(p -> assertThat(p.configurations().get(0).shots()).isEqualTo(300));
  }

  @Test
  void singleShotsAreNotMeasuredOtherwise() {
    assertRefused(
        "readMany with cache=cold is measured in single shots, not in mode thrpt",
        "-p",
        "cache=cold",
        "-bm",
        "thrpt",
        "readMany");
    assertRefused(
        "storeMany with pages=fresh is measured in single shots, not in mode avgt",
        "-p",
        "pages=fresh",
        "-bm",
        "avgt",
        "storeMany");
    assertRefused(
        "readRandom with cache=cold: expected -bs of at most 5, so that no image is read twice, found 6",
        "-p",
        "cache=cold",
        "-p",
        "cutoff=10",
        "-t",
        "2",
        "-bs",
        "6",
        "readRandom");
    assertRefused(
        "firstImage is one image in each fork; leave -wi, -i, -bs and -t out",
        "-i",
        "3",
        "firstImage");
    assertRefused("cache: expected warm or cold, found 'hot'", "-p", "cache=hot", "readMany");
  }

  @Test
  void theFirstImageIsReadInManyForks() throws IOException {
    assertThat(RunPlan.of(List.of("firstImage")).configurations())
        .hasSize(BACKENDS)
        .allSatisfy(
            c -> {
              assertThat(c.forks()).isEqualTo(20);
              assertThat(c.shots()).isOne();
            });
  }

  @Test
  void whatCannotGrowIsNamedAndLeftOutOrRefused() throws IOException {
    RunPlan plan = RunPlan.of(List.of("appendMany", "-p", "cutoff=10"));
    assertThat(plan.configurations())
        .extracting(c -> c.param("backend") + " " + c.images())
        .containsExactly("raw 20", "png 20", "lmdb 20");
    assertThat(plan.notes())
        .singleElement()
        .asString()
        .startsWith("appendMany leaves hdf5 out: hdf5 can't be appended to: jHDF");
    assertRefused(
        "appendMany: hdf5 can't be appended to: jHDF", "appendMany", "-p", "backend=raw,hdf5");
  }

  @Test
  void threadsReadAPartEach() {
    assertRefused(
        "-t: expected at most 10, a part of the 10 images for each thread of readMany, found 11",
        "-t",
        "11",
        "-p",
        "cutoff=10",
        "readMany");
  }

  @Test
  void unknownOptionsAreRefused() {
    assertThatThrownBy(() -> RunPlan.of(List.of("readMany", "-p", "pngThreads=0")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("pngThreads")
        .hasMessageContaining("'0'");
    assertThatThrownBy(() -> RunPlan.of(List.of("readMany", "-p", "pngCodec=jpeg")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("suite");
  }

  @Test
  void mistakesAreNamed() {
    assertRefused(
        "unknown backend 'tiff'; known: raw, png, files, dirs, tar, lmdb, hdf5, sqlite, mvstore, zarr",
        "-p",
        "backend=tiff");
    assertRefused("unknown durability 'maybe'; known: none, sync", "-p", "durability=maybe");
    assertRefused(
        "unknown parameter 'size'; known: backend, cache, codec, cutoff, dataset", "-p", "size=1");
    assertRefused(
        "cutoff: expected how many images, 1 to 999999999, found '1e5'", "-p", "cutoff=1e5");
    assertRefused("no benchmark matches nothing", "nothing");
    assertRefused("unknown plan 'speed'; known: limits, memory, stores, sizes", "--plan", "speed");
    assertRefused("unknown plan ''", "--plan");
    assertRefused(
        "--quick and --plan limits exclude each other; give one", "--plan", "limits", "--quick");
    assertRefused("--all and --plan limits exclude each other", "--plan", "limits", "--all");
  }

  @Test
  void thePlanOfTheStoresHasEachBesideWhatItsCommunityUses() throws IOException {
    RunPlan plan = RunPlan.of(List.of("--plan", "stores"));
    assertThat(plan.python()).contains(PythonScript.STORES);
    assertThat(plan.configurations())
        .extracting(each -> Key.of(each.params()).variant())
        .contains("tar", "zarr", "mvstore", "sqlite", "dirs", "dirs codec=raw", "files codec=webp")
        .contains("hdf5 codec=deflate", "hdf5 codec=deflate hdf5Threads=all");
    assertThat(plan.configurations())
        .filteredOn(each -> each.method().equals("storeMany"))
        .filteredOn(each -> Key.of(each.params()).variant().equals("sqlite"))
        .flatExtracting(each -> PythonScript.STORES.methods("sqlite", each.workload()))
        .contains("sqlite");
  }

  @Test
  void thePlanOfSizesHasFilesAndADatabaseOfEachSize() throws IOException {
    assertThat(RunPlan.of(List.of("--plan", "sizes")).configurations())
        .hasSize(2 * 6)
        .allMatch(each -> each.method().equals("readRandom"));
  }

  private static void assertRefused(String message, String... args) {
    assertThatThrownBy(() -> RunPlan.of(List.of(args)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(message);
  }

  private static Map<String, List<Integer>> cutoffs(RunPlan plan) {
    return plan.configurations().stream()
        .collect(
            Collectors.groupingBy(
                Configuration::method,
                Collectors.mapping(
                    Configuration::cutoff,
                    Collectors.collectingAndThen(
                        Collectors.toList(), l -> l.stream().distinct().sorted().toList()))));
  }
}
