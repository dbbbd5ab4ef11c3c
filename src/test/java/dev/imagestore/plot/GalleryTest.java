package dev.imagestore.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.imagestore.plot.Curve.Point;
import dev.imagestore.plot.Curve.Tone;
import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Key;
import dev.imagestore.result.Metric;
import dev.imagestore.result.Names;
import dev.imagestore.result.ResultFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GalleryTest {
  private static final List<String> ALL =
      List.of(
          "store-time-linear",
          "store-time-log",
          "read-time-linear",
          "read-time-log",
          "store-read-log",
          "disk-usage",
          "bytes-per-image",
          "store-images-per-second",
          "store-time-per-image",
          "read-images-per-second",
          "read-time-per-image");

  @Test
  void aCompleteRunHasAllPictures() {
    Gallery gallery = Gallery.of(Runs.complete("r"));

    assertThat(gallery.pictures()).extracting(Picture::name).containsExactlyElementsOf(ALL);
    assertThat(gallery.missing()).isEmpty();
  }

  @Test
  void whatARunLacksIsSaidWithThePicture() {
    ResultFile onlyReading =
        run(Runs.BACKENDS.stream().map(backend -> Runs.readMany(backend, 10)).toList());

    Gallery gallery = Gallery.of(onlyReading);

    assertThat(gallery.pictures())
        .extracting(Picture::name)
        .containsExactly(
            "read-time-linear", "read-time-log", "read-images-per-second", "read-time-per-image");
    assertThat(gallery.missing())
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).contains("store-time-log", "StoreBenchmark.storeMany"))
        .anySatisfy(line -> assertThat(line).contains("store-read-log"))
        .anySatisfy(
            line -> assertThat(line).contains("disk-usage, bytes-per-image (no disk metrics)"));
  }

  @Test
  void otherPeoplesResultsHaveNone() {
    BenchmarkResult theirs =
        Runs.result("X.y", "avgt", Map.of("size", "3"), Runs.sampled("ns/op", 3), Map.of());

    Gallery gallery = Gallery.of(new ResultFile("r", Optional.empty(), List.of(theirs)));

    assertThat(gallery.pictures()).isEmpty();
    assertThat(gallery.missing())
        .containsExactly("not drawn for r: any picture (no result of this suite's benchmarks)");
  }

  @Test
  void timesAreOfTheWholeOperationAndRatesOfAnImage() {
    Gallery gallery = Gallery.of(run(List.of(Runs.storeMany("png", 100, "synthetic", "none"))));

    // 100 operations a second, each of 100 images.
    assertThat(only(gallery, "store-time-log").y().value()).isEqualTo(0.01, within(1e-3));
    assertThat(only(gallery, "store-images-per-second").y().value()).isEqualTo(1e4, within(1e3));
    assertThat(only(gallery, "store-time-per-image").y().value()).isEqualTo(1e-4, within(1e-5));
    assertThat(only(gallery, "store-time-log").y().samples()).isEqualTo(6);
  }

  @Test
  void curvesAscendWhateverTheOrderOfTheFile() {
    List<BenchmarkResult> results = new ArrayList<>();
    for (long cutoff : List.of(1_000L, 10L, 100L)) {
      results.add(Runs.readMany("png", cutoff));
    }

    assertThat(picture(Gallery.of(run(results)), "read-time-log").curves().get(0).points())
        .extracting(Point::x)
        .containsExactly(10.0, 100.0, 1_000.0);
  }

  @Test
  void storeAndReadOfABackendShareItsColourAndDifferInTone() {
    List<Curve> curves = picture(Gallery.of(Runs.complete("r")), "store-read-log").curves();

    assertThat(curves).hasSize(8);
    assertThat(curves)
        .filteredOn(c -> c.subject().equals("lmdb"))
        .extracting(Curve::label, Curve::tone)
        .containsExactly(tuple("lmdb, store", Tone.FULL), tuple("lmdb, read", Tone.LIGHT));
  }

  @Test
  void theDocumentedWayIsACurveWithItsName() {
    List<BenchmarkResult> results = new ArrayList<>();
    for (String codec : List.of("suite", "imageio")) {
      BenchmarkResult plain = Runs.storeMany("png", 10, "synthetic", "none");
      SortedMap<String, String> params = new TreeMap<>(plain.key().params());
      params.put("pngCodec", codec);
      Key key = new Key(plain.key().benchmark(), "thrpt", 1, params);
      results.add(new BenchmarkResult(key, plain.run(), plain.primary(), plain.secondary()));
    }

    assertThat(picture(Gallery.of(run(results)), "store-time-log").curves())
        .extracting(Curve::label)
        .containsExactly("png", "png pngCodec=imageio (documented)");
    assertThat(picture(Gallery.of(run(results)), "disk-usage").curves())
        .extracting(Curve::label)
        .contains("png pngCodec=imageio (documented), allocated");
  }

  @Test
  void codecsAreBarsInAGroupForEachContainer() {
    List<BenchmarkResult> results = new ArrayList<>();
    for (String backend : List.of("files", "tar")) {
      for (String codec : List.of("raw", "qoi", "zstd")) {
        BenchmarkResult plain = Runs.storeMany(backend, 10, "synthetic", "none");
        SortedMap<String, String> params = new TreeMap<>(plain.key().params());
        params.put("codec", codec);
        Key key = new Key(plain.key().benchmark(), "thrpt", 1, params);
        results.add(new BenchmarkResult(key, plain.run(), plain.primary(), plain.secondary()));
      }
    }
    results.add(Runs.storeMany("raw", 10, "synthetic", "none"));

    Picture picture = picture(Gallery.of(run(results)), "bytes-by-codec");
    assertThat(picture.groups()).containsExactlyInAnyOrder("files", "tar", "raw");
    assertThat(picture.curves())
        .extracting(Curve::label)
        .containsExactlyInAnyOrder("raw", "qoi", "zstd");
    assertThat(picture.curves())
        .filteredOn(curve -> curve.label().equals("raw"))
        .flatExtracting(Curve::points)
        .hasSize(3);
  }

  @Test
  void fewCodecsHaveNoPictureOfTheirOwn() {
    assertThat(Gallery.of(Runs.complete("r")).pictures())
        .extracting(Picture::name)
        .doesNotContain("bytes-by-codec");
  }

  @Test
  void bytesPerImageAreComparedWithThePixels() {
    Picture picture = picture(Gallery.of(Runs.complete("r")), "bytes-per-image");

    assertThat(picture.reference()).hasValueSatisfying(r -> assertThat(r.y()).isEqualTo(3_072));
    assertThat(picture.curves().get(0).points().get(0).y().value()).isEqualTo(3_000);
    assertThat(picture.curves().get(1).points().get(0).y().value()).isEqualTo(4_096);
    assertThat(picture.caption().get(0)).contains("Exact");
  }

  @Test
  void withoutAnEnvironmentThereAreNoPixelsToCompareWith() {
    ResultFile run = new ResultFile("r", Optional.empty(), Runs.results());

    Picture picture = picture(Gallery.of(run), "bytes-per-image");

    assertThat(picture.reference()).isEmpty();
    assertThat(picture.caption()).anySatisfy(l -> assertThat(l).contains("Machine not known"));
  }

  @Test
  void everyPictureSaysHowAndWhereItWasMeasured() {
    for (Picture picture : Gallery.of(Runs.complete("run-7")).pictures()) {
      assertThat(picture.subtitle()).contains("synthetic", "32x32x3", "1 thread");
      assertThat(String.join("\n", picture.caption()))
          .contains("Some CPU", "2 cores", "JDK 17.0.15+6", "run-7");
      assertThat(picture.warning()).isEmpty();
    }
    assertThat(picture(Gallery.of(Runs.complete("r")), "store-time-log").caption().get(0))
        .contains("95 % confidence interval over 6 forks");
  }

  @Test
  void aRunThatIsNotForConclusionsSaysSo() {
    ResultFile quick =
        new ResultFile("r", Optional.of(Runs.environment("quick", false)), Runs.results());

    assertThat(Gallery.of(quick).pictures())
        .allSatisfy(
            p -> assertThat(p.warning()).contains("quick: not for conclusions", "incomplete"));
  }

  @Test
  void aLongNameLeavesRoomForTheRest() {
    List<BenchmarkResult> results =
        List.of(Runs.storeMany("x".repeat(5_000), 10, "y".repeat(5_000), "none"));

    for (Picture picture : Gallery.of(run(results)).pictures()) {
      assertThat(picture.subtitle()).hasSizeLessThan(150);
      assertThat(picture.curves()).allSatisfy(c -> assertThat(c.label()).hasSizeLessThan(60));
      assertThat(picture.name()).hasSizeLessThan(100);
    }
  }

  @Test
  void oneForkHasNoInterval() {
    Metric one = new Metric("ops/s", 5, List.of(List.of(5.0, 5.1)));
    BenchmarkResult result =
        Runs.result(
            "StoreBenchmark.storeMany",
            "thrpt",
            Map.of(Names.BACKEND, "png", Names.CUTOFF, "10"),
            one,
            Map.of());

    assertThat(picture(Gallery.of(run(List.of(result))), "store-time-log").caption().get(0))
        .isEqualTo("One fork: no confidence interval.");
  }

  @Test
  void durabilitiesHavePicturesOfTheirOwn() {
    List<BenchmarkResult> results = new ArrayList<>();
    for (String durability : List.of("none", "sync")) {
      results.add(Runs.storeMany("png", 10, "synthetic", durability));
    }
    results.add(Runs.readMany("png", 10));

    assertThat(Gallery.of(run(results)).pictures())
        .extracting(Picture::name)
        .contains("store-time-log", "store-time-log-sync", "store-read-log", "store-read-log-sync")
        .doesNotContain("read-time-log-sync");
  }

  @Test
  void namesOfFilesAreSafeWhateverTheDataset() {
    List<BenchmarkResult> results = new ArrayList<>();
    for (String dataset : List.of("synthetic", "../../etc/<b>", "..\\..\\etc\\b", "")) {
      results.add(Runs.storeMany("png", 10, dataset, "none"));
    }

    assertThat(Gallery.of(run(results)).pictures())
        .extracting(Picture::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z0-9-]+"));
  }

  @Test
  void thousandsOfDatasetsDoNotMakeThousandsOfPictures() {
    List<BenchmarkResult> results =
        IntStream.range(0, 2_000)
            .mapToObj(i -> Runs.storeMany("b" + i, 10, "d" + i, "none"))
            .toList();

    Gallery gallery = Gallery.of(run(results));

    assertThat(gallery.pictures()).hasSizeLessThan(100);
    assertThat(gallery.missing()).anySatisfy(l -> assertThat(l).contains("backends"));
  }

  @Test
  void figuresThatAreNoneAreLeftOut() {
    Metric nothing = new Metric("ops/s", Double.NaN, List.of());
    BenchmarkResult failed =
        Runs.result(
            "StoreBenchmark.storeMany",
            "thrpt",
            Map.of(Names.BACKEND, "png", Names.CUTOFF, "10"),
            nothing,
            Map.of());

    Gallery gallery = Gallery.of(run(List.of(failed)));

    assertThat(gallery.pictures()).isEmpty();
    assertThat(gallery.missing())
        .anySatisfy(l -> assertThat(l).contains("store-time-log", "no figure that could be"));
  }

  private static ResultFile run(List<BenchmarkResult> results) {
    return new ResultFile("r", Optional.of(Runs.environment("default", true)), results);
  }

  private static Picture picture(Gallery gallery, String name) {
    return gallery.pictures().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  private static Point only(Gallery gallery, String name) {
    Picture picture = picture(gallery, name);
    assertThat(picture.curves()).hasSize(1);
    assertThat(picture.curves().get(0).points()).hasSize(1);
    return picture.curves().get(0).points().get(0);
  }
}
