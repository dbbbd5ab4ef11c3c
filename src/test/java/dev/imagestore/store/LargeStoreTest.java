package dev.imagestore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stores of many images, and of more bytes than an int counts. */
@Tag("slow")
class LargeStoreTest {
  private static final long GIB = 1L << 30;
  private static final int MANY = 100_000;

  private static final long GROWTH_KB = 150_000;

  @TempDir Path temp;

  /** Codecs of images take minutes for 2 GiB. */
  static Stream<StoreVariant> large() {
    return Stream.concat(
        StoreVariant.defaults().filter(v -> !Set.of("png", "dirs").contains(v.backend().name())),
        Stream.of(
            StoreVariant.of("dirs", Map.of("codec", "raw")),
            StoreVariant.of("tar", Map.of("tarShard", "8192")),
            StoreVariant.of("zarr", Map.of("codec", "zstd")),
            StoreVariant.of("hdf5", Map.of("codec", "deflate", "hdf5Threads", "all"))));
  }

  @ParameterizedTest
  @MethodSource("large")
  void storesOfMoreThanTwoGibibytesAreWhole(StoreVariant backend) throws IOException {
    assumeTrue(Files.getFileStore(temp).getUsableSpace() > 6 * GIB, "too little free space");
    TestImages some =
        TestImages.of(
            42,
            new int[] {1, 2, 3, 4, 70_000},
            new ImageShape(1024, 1024, 3, 8),
            new ImageShape(1024, 1024, 3, 8),
            new ImageShape(1024, 1024, 3, 8),
            new ImageShape(1024, 1024, 3, 8),
            new ImageShape(1024, 1024, 3, 8));
    TestImages images = some.first(2 * GIB / some.shape(0).bytes() + 60);
    assertThat(images.totalBytes()).isGreaterThan(2 * GIB + 100_000_000);
    backend.store(images, temp, Durability.none);
    assertThat(DiskUsage.of(temp).apparentBytes()).isGreaterThan(2 * GIB);
    ImageBatch batch = StoreChecks.batch(images, 2);
    SplittableRandom random = new SplittableRandom(43);
    try (ImageReader reader = backend.open(temp)) {
      for (int i = 0; i < 100; i++) {
        long id = random.nextLong(images.count() - 1);
        StoreChecks.readAndCompare(reader, images, id, 2, batch);
      }
      StoreChecks.readAndCompare(reader, images, images.count() - 2, 2, batch);
    }
  }

  static Stream<StoreVariant> forms() {
    return Stream.concat(
        StoreVariant.defaults(),
        Stream.of(
            StoreVariant.of("hdf5", Map.of("codec", "deflate", "hdf5Threads", "all")),
            StoreVariant.of("sqlite", Map.of("codec", "zstd")),
            StoreVariant.of("tar", Map.of("codec", "qoi"))));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void memoryDoesNotGrowWithTheNumberOfImages(StoreVariant backend) throws Exception {
    assumeTrue(Files.getFileStore(temp).getUsableSpace() > 2 * GIB, "too little free space");
    Process child =
        ChildJvm.start(
            List.of("-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"),
            StoreAndRead.class,
            backend.backend().name(),
            temp.toString(),
            Integer.toString(MANY),
            options(backend));
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(output).isZero();
    Matcher growth = Pattern.compile("grew by (\\d+) KB").matcher(output);
    while (growth.find()) {
      assertThat(Long.parseLong(growth.group(1))).as(output).isLessThan(GROWTH_KB);
    }
  }

  private static String options(StoreVariant variant) {
    return variant.options().chosen().entrySet().stream()
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining(","));
  }
}
