package dev.imagestore.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KeyTest {
  private static final Map<String, String> OTHERS =
      Map.of("pngCodec", "pngj", "pngThreads", "all", "lmdbBuffer", "bytebuffer", "cutoff", "10");

  @Test
  void filesWithTheCodecPngArePng() {
    Map<String, String> params = Map.of("codec", "png", "pngCodec", "imageio", "cutoff", "10");
    assertThat(with(params, "files")).isEqualTo(with(params, "png"));
    assertThat(with(params, "files").params())
        .containsEntry("backend", "png")
        .containsOnlyKeys("backend", "cutoff", "pngCodec");
  }

  @Test
  void anOptionTellsOnlyOfTheBackendThatHeedsIt() {
    assertThat(with(OTHERS, "raw").params()).containsOnlyKeys("backend", "cutoff");
    assertThat(with(OTHERS, "lmdb").params()).containsOnlyKeys("backend", "cutoff", "lmdbBuffer");
    assertThat(with(OTHERS, "png").params())
        .containsOnlyKeys("backend", "cutoff", "pngCodec", "pngThreads");
  }

  @Test
  void usualValuesGoWithoutSaying() {
    Map<String, String> usual =
        Map.of("pngCodec", "suite", "pngThreads", "1", "lmdbBuffer", "netty", "cutoff", "10");
    for (String backend : new String[] {"png", "lmdb", "hdf5"}) {
      assertThat(with(usual, backend).params()).containsOnlyKeys("backend", "cutoff");
    }
  }

  @Test
  void conditionsGoWithoutSayingAtTheirDefaults() {
    Map<String, String> usual =
        Map.of("cache", "warm", "pages", "recycled", "opening", "each", "memory", "direct");
    assertThat(with(usual, "raw").params()).containsOnlyKeys("backend");
    assertThat(with(Map.of("cache", "cold", "memory", "heap"), "raw").settings())
        .isEqualTo(", cache cold, memory heap");
    assertThat(with(Map.of("cache", "cold"), "raw"))
        .isNotEqualTo(with(Map.of("cache", "warm"), "raw"));
  }

  @Test
  void singleShotsAreTheUsualModeOfWhatNeedsThem() {
    assertThat(key("ReadBenchmark.readMany", "thrpt", Map.of())).matches(Key::hasUsualMode);
    assertThat(key("ReadBenchmark.readMany", "ss", Map.of())).matches(k -> !k.hasUsualMode());
    assertThat(key("ReadBenchmark.readMany", "ss", Map.of("cache", "cold")).settings())
        .isEqualTo(", cache cold");
    assertThat(key("StoreBenchmark.storeMany", "ss", Map.of("pages", "fresh")).settings())
        .isEqualTo(", pages fresh");
    assertThat(key("ReadBenchmark.firstImage", "ss", Map.of())).matches(Key::hasUsualMode);
  }

  @Test
  void resultsFromBeforeThreadsSharedASetAreToldApart() {
    TreeMap<String, String> old = new TreeMap<>(Map.of("backend", "raw", "cutoff", "10"));
    String benchmark = "dev.imagestore.bench.ReadBenchmark.readMany";
    Key one = new Key(benchmark, "thrpt", 1, UnsharedReads.today(benchmark, 1, old));
    Key two = new Key(benchmark, "thrpt", 2, UnsharedReads.today(benchmark, 2, old));
    assertThat(one.params()).isEqualTo(old);
    assertThat(one.sharesImages()).isTrue();
    assertThat(two.sharesImages()).isFalse();
    assertThat(two.settings()).contains("eachThread all");
    old.put("opening", "each");
    assertThat(UnsharedReads.today(benchmark, 2, old)).isEqualTo(old);
  }

  @Test
  void howAStoreIsReadDoesNotTellStoringApart() {
    Map<String, String> mapped = Map.of("backend", "raw", "rawAccess", "mapped");
    assertThat(key("StoreBenchmark.storeMany", "thrpt", mapped).params())
        .containsOnlyKeys("backend");
    assertThat(key("ReadBenchmark.readMany", "thrpt", mapped).variant())
        .isEqualTo("raw rawAccess=mapped");
  }

  private static Key key(String benchmark, String mode, Map<String, String> params) {
    return new Key("dev.imagestore.workload." + benchmark, mode, 1, new TreeMap<>(params));
  }

  @Test
  void whatThisBuildDoesNotKnowKeepsItsParameters() {
    assertThat(Key.of(OTHERS).params()).isEqualTo(OTHERS);
    assertThat(with(OTHERS, "nonesuch").params()).containsAllEntriesOf(OTHERS);
    Map<String, String> codec = Map.of("codec", "nonesuch", "pngCodec", "suite", "cutoff", "10");
    assertThat(with(codec, "files").params()).containsAllEntriesOf(codec);
    assertThat(with(codec, "files").variant()).isEqualTo("files");
    assertThat(with(codec, "files").others()).containsEntry("codec", "nonesuch");
  }

  @Test
  void whatABackendDoesNotHaveIsNotSaid() {
    Map<String, String> none = Map.of("pngCodec", "-", "lmdbBuffer", "-", "codec", "-");
    for (String backend : new String[] {"raw", "nonesuch"}) {
      assertThat(with(none, backend).params()).containsOnlyKeys("backend");
    }
    assertThat(with(none, "png")).isEqualTo(with(Map.of(), "png"));
  }

  @Test
  void aVariantIsABackendWithItsOptions() {
    assertThat(with(OTHERS, "png").variant()).isEqualTo("png pngCodec=pngj pngThreads=all");
    assertThat(with(OTHERS, "raw").variant()).isEqualTo("raw");
    assertThat(Key.of(OTHERS).variant()).isEmpty();
    assertThat(with(OTHERS, "png").shown())
        .isEqualTo(Map.of("backend", "png pngCodec=pngj pngThreads=all", "cutoff", "10"));
  }

  @Test
  void theWayThatALibraryDocumentsIsNamed() {
    Map<String, String> imageio = Map.of("pngCodec", "imageio", "pngThreads", "4");
    assertThat(with(imageio, "png").variant())
        .isEqualTo("png pngCodec=imageio (documented) pngThreads=4");
    Map<String, String> documented = Map.of("hdf5Access", "documented", "lmdbAccess", "documented");
    assertThat(with(documented, "hdf5").variant()).isEqualTo("hdf5 (documented)");
    assertThat(with(documented, "lmdb").variant()).isEqualTo("lmdb (documented)");
    assertThat(with(Map.of("hdf5Access", "tuned"), "hdf5").variant()).isEqualTo("hdf5");
    assertThat(with(imageio, "png").label())
        .isEqualTo("A.b thrpt [backend=png pngCodec=imageio (documented) pngThreads=4]");
  }

  @Test
  void whatATableSharesIsAllButBackendAndCutoff() {
    Map<String, String> params = new HashMap<>(OTHERS);
    params.putAll(Map.of("dataset", "synthetic", "durability", "none", "cache", "cold"));
    Key png = with(params, "png");

    assertThat(png.table()).isEqualTo(with(params, "lmdb").table());
    assertThat(png.table().title()).isEqualTo("A.b, synthetic, durability none, cache cold");
    assertThat(png.others()).isEqualTo(Map.of("cache", "cold"));
    assertThat(png.without("cutoff").param("cutoff")).isEmpty();
    assertThat(png.picture().benchmark()).isEmpty();
    assertThat(png.picture().params()).isEqualTo(png.table().params());
  }

  @Test
  void modeAndThreadsAreSaidWhereTheyAreNotTheUsual() {
    Key key = new Key("x.y.A.b", "avgt", 2, new TreeMap<>(Map.of("p", "1")));
    assertThat(key.title()).isEqualTo("A.b, p 1, 2 threads, mode avgt");
    assertThat(key.heading()).isEqualTo("A.b, avgt, 2 threads");
    assertThat(key.label()).isEqualTo("A.b avgt, 2 threads [p=1]");
  }

  @Test
  void aFileIsNamedByWhatSetsItsPictureApart() {
    Key first = with(Map.of("dataset", "synthetic", "durability", "none"), "png").picture();
    Key other = with(Map.of("dataset", "folder:a/b", "durability", "sync", "x", "../1"), "png");

    assertThat(first.fileSuffix(first)).isEmpty();
    assertThat(other.picture().fileSuffix(first)).isEqualTo("folder-a-b-sync-x-1");
    assertThat(new Key("", "", 4, first.params()).fileSuffix(first)).isEqualTo("4-threads");
  }

  @Test
  void storingAndReadingAgreeInWhatBothHave() {
    Key storing = Key.of(Map.of("dataset", "synthetic", "durability", "none"));
    assertThat(storing.agreesWith(Key.of(Map.of("dataset", "synthetic")))).isTrue();
    assertThat(storing.agreesWith(Key.of(Map.of("dataset", "cifar10")))).isFalse();
    assertThat(storing.agreesWith(new Key("", "", 2, storing.params()))).isFalse();
  }

  private static Key with(Map<String, String> params, String backend) {
    TreeMap<String, String> all = new TreeMap<>(params);
    all.put("backend", backend);
    return new Key("x.y.A.b", "thrpt", 1, all);
  }
}
