package dev.imagestore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.imagestore.codec.Codecs;
import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.footprint.FootprintModel;
import dev.imagestore.store.footprint.Prediction;
import dev.imagestore.store.footprint.SizedImages;
import dev.imagestore.store.footprint.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What models predict is what stores take, within 1 %. */
class FootprintModelTest {
  private static final double TOLERANCE = 0.01;

  /** More files than this are flushed with the whole file system. */
  private static final int FILES_TO_FORCE = 20;

  @TempDir Path temp;

  /** Sizes around the bounds of pages and blocks, as LMDB, SQLite and the disk see them. */
  private static Map<String, ImageSet> sets() {
    Map<String, ImageSet> sets = new LinkedHashMap<>(few());
    sets.put("one byte each", StepImages.of(100, 1, 1));
    sets.put("one byte each, many", StepImages.of(2_000, 1, 1));
    sets.put("CIFAR, 100", StepImages.of(100, 32, 96));
    sets.put("CIFAR, 1,500", StepImages.of(1_500, 32, 96));
    sets.put("larger than a page", StepImages.of(130, 100, 99));
    sets.put("60 KB each", StepImages.of(100, 100, 600));
    for (int bytes : new int[] {1_998, 1_999, 4_056, 4_057, 8_190}) {
      sets.put(bytes + " B each", StepImages.of(120, bytes, 1));
    }
    sets.put("mixed", StepImages.mixed(200, 90));
    sets.put("mixed and small", StepImages.mixed(100, 4));
    return sets;
  }

  /** What shows that lengths are taken as they were encoded. */
  private static Map<String, ImageSet> few() {
    Map<String, ImageSet> sets = new LinkedHashMap<>();
    sets.put("digits", StepImages.of(120, 28, 28));
    sets.put("CIFAR, 101", StepImages.of(101, 32, 96));
    return sets;
  }

  @ParameterizedTest
  @MethodSource("variants")
  void aStoreTakesWhatItsModelPredicts(StoreVariant variant) throws IOException {
    FootprintModel model = variant.backend().footprint(variant.options()).orElse(null);
    if (model == null) {
      return; // One of the tests' own; another test names those that have models.
    }
    List<String> wrong = new ArrayList<>();
    int number = 0;
    boolean encoded =
        Set.of(Codecs.OPTION).equals(variant.options().chosen().keySet())
            || Set.of("png", "dirs").contains(variant.backend().name());
    for (Map.Entry<String, ImageSet> each : (encoded ? few() : sets()).entrySet()) {
      Path dir = Files.createDirectory(temp.resolve("store" + number++));
      try {
        variant.store(each.getValue(), dir, Durability.none);
      } catch (BadInputException e) {
        continue; // The contract's test has a look at what is refused.
      }
      DiskUsage found = usage(dir);
      long[] bytes = model.encodedBytes(each.getValue());
      Prediction predicted = model.predict(SizedImages.of(each.getValue(), bytes), blockBytes(dir));
      if (predicted.files() != found.files()
          || !close(variant, predicted.apparentBytes(), found.apparentBytes())
          || !close(variant, predicted.allocatedBytes(), found.allocatedBytes())) {
        wrong.add(
            "%s: predicted %d files of %d B, %d B of disk; found %d of %d B, %d B"
                .formatted(
                    each.getKey(),
                    predicted.files(),
                    predicted.apparentBytes(),
                    predicted.allocatedBytes(),
                    found.files(),
                    found.apparentBytes(),
                    found.allocatedBytes()));
      }
      assertThat(predicted.parts().stream().mapToLong(Prediction.Part::bytes).sum())
          .as("all parts of %s", each.getKey())
          .isEqualTo(predicted.allocatedBytes());
      assertThat(predicted.parts()).allMatch(part -> part.bytes() > 0);
      Trees.delete(dir);
    }
    assertThat(wrong).as(variant.toString()).isEmpty();
  }

  /** All options but those that decide how fast bytes are made, or how many a codec makes. */
  static Stream<StoreVariant> variants() {
    return StoreVariant.all()
        .filter(
            v ->
                v.options().chosen().keySet().stream()
                    .noneMatch(
                        name ->
                            name.matches(".*Threads|lmdbBuffer|pngCodec|jpegQuality|webpQuality")));
  }

  private static DiskUsage usage(Path dir) throws IOException {
    try (Stream<Path> walk = Files.walk(dir)) {
      List<Path> files = walk.filter(Files::isRegularFile).toList();
      if (files.size() > FILES_TO_FORCE) {
        DiskSync.tree(dir); // All else that waits to be written there, too.
      } else {
        for (Path file : files) {
          DiskSync.force(file);
        }
      }
    }
    return DiskUsage.of(dir);
  }

  /** H2 writes whole blocks, of which a small store has few: the last may be missed. */
  private static boolean close(StoreVariant variant, long predicted, long found) {
    double most = TOLERANCE * found;
    boolean blocks = variant.backend().name().equals("mvstore");
    return Math.abs(predicted - found) <= (blocks ? Math.max(most, 4096) : most);
  }

  private static int blockBytes(Path dir) throws IOException {
    return Math.toIntExact(Files.getFileStore(dir).getBlockSize());
  }

  @Test
  void everyStoreOfFilesHasAModel() {
    assertThat(Backends.all())
        .filteredOn(backend -> backend.getClass().getPackageName().contains(".store."))
        .filteredOn(backend -> backend.service().isEmpty())
        .allMatch(backend -> backend.footprint(OptionValues.DEFAULTS).isPresent());
  }

  static Stream<StoreVariant> steps() {
    return Stream.of("lmdb", "files", "tar", "sqlite").map(StoreVariant::of);
  }

  @ParameterizedTest
  @MethodSource("steps")
  void oneByteMoreThanFitsTakesMore(StoreVariant variant) throws IOException {
    FootprintModel model = variant.backend().footprint(variant.options()).orElseThrow();
    TestImages image = StepImages.of(1, 3_072, 1);
    long encoded = model.encodedBytes(image)[0];
    Steps steps = new Steps(model, image.shape(0), 4096);
    assertThat(steps.above(encoded)).isPresent();
    for (Steps.Step step :
        Stream.of(steps.above(encoded), steps.below(encoded)).flatMap(Optional::stream).toList()) {
      int bytes = Math.toIntExact(step.encodedBytes() - (encoded - 3_072));
      double before = measured(variant, bytes - 1);
      double from = measured(variant, bytes);
      assertThat(from - before)
          .as("%s at %d B", variant, bytes)
          .isCloseTo(step.from() - step.before(), Percentage.withPercentage(5));
    }
  }

  /** What one of many images of so many bytes takes. */
  private double measured(StoreVariant variant, int bytes) throws IOException {
    Path dir = Files.createDirectory(temp.resolve("step" + bytes));
    int count = 2_000;
    variant.store(StepImages.of(count, bytes, 1), dir, Durability.none);
    return (double) usage(dir).allocatedBytes() / count;
  }

  @Test
  void aValueOfLmdbThatNoLongerFitsItsPageTakesAnother() {
    FootprintModel model = model("lmdb");
    Steps steps = new Steps(model, new ImageShape(32, 32, 3, 8), 4096);
    Steps.Step step = steps.above(3_072).orElseThrow();
    // 4,096 B without the header of a page, 16, and that of a value, 24.
    assertThat(step.encodedBytes()).isEqualTo(4_057);
    assertThat(step.from() - step.before()).isCloseTo(4_096, within(0.01));
  }

  @Test
  void aFlatFileHasNoSteps() {
    for (String backend : List.of("raw", "hdf5", "zarr")) {
      assertThat(new Steps(model(backend), new ImageShape(32, 32, 3, 8), 4096).above(3_072))
          .as(backend)
          .isEmpty();
    }
  }

  @Test
  void aSampleStandsForMillions() {
    SizedImages sample =
        SizedImages.alike(new ImageShape(32, 32, 3, 8), 1, 3_072, 1).first(3_000_000);
    Prediction prediction = model("lmdb").predict(sample, 4096);
    assertThat(prediction.allocatedBytes() / 3_000_000.).isBetween(4_120., 4_130.);
  }

  private static FootprintModel model(String backend) {
    return StoreVariant.of(backend)
        .backend()
        .footprint(StoreVariant.of(backend).options())
        .orElseThrow();
  }
}
