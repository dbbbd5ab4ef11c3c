package dev.imagestore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every backend must do, whatever its options; what takes long, with the usual ones. */
class ImageStoreContractTest {
  private static final ImageShape CIFAR = new ImageShape(32, 32, 3, 8);

  @TempDir Path temp;

  private static Map<String, TestImages> sets() {
    Map<String, TestImages> sets = new LinkedHashMap<>();
    sets.put("one image", TestImages.uniform(1, 1, CIFAR));
    sets.put("many images", TestImages.uniform(2, 300, CIFAR));
    sets.put("a round and a half", TestImages.uniform(3, 40, CIFAR).first(100));
    sets.put("fewer than there are", TestImages.uniform(4, 40, CIFAR).first(7));
    sets.put("wide", TestImages.uniform(5, 9, new ImageShape(61, 7, 3, 8)));
    sets.put("tall", TestImages.uniform(6, 9, new ImageShape(3, 97, 3, 8)));
    sets.put("one pixel", TestImages.uniform(7, 200, new ImageShape(1, 1, 1, 8)));
    sets.put("grey", TestImages.uniform(8, 20, new ImageShape(28, 28, 1, 8)));
    sets.put("grey, 16 bit", TestImages.uniform(9, 20, new ImageShape(17, 11, 1, 16)));
    sets.put("colour, 16 bit", TestImages.uniform(10, 20, new ImageShape(17, 11, 3, 16)));
    sets.put("signed", TestImages.uniform(18, 20, new ImageShape(17, 11, 1, 8)).withSign());
    sets.put(
        "signed, 16 bit", TestImages.uniform(19, 20, new ImageShape(17, 11, 1, 16)).withSign());
    sets.put("signed, mixed", mixed(50).withSign());
    sets.put("grey and alpha", TestImages.uniform(11, 20, new ImageShape(9, 8, 2, 8)));
    sets.put("alpha", TestImages.uniform(12, 20, new ImageShape(9, 8, 4, 8)));
    sets.put("alpha, 16 bit", TestImages.uniform(13, 20, new ImageShape(9, 8, 4, 16)));
    sets.put("more than a page each", TestImages.uniform(14, 5, new ImageShape(300, 200, 3, 8)));
    sets.put("mixed shapes and depths", mixed(50));
    sets.put("mixed, round again", mixed(7).first(50));
    sets.put(
        "mixed, but the first are alike",
        TestImages.of(15, CIFAR, CIFAR, new ImageShape(2, 2, 1, 16)).first(2));
    for (int max : new int[] {0, 255, 256, 65_535, 65_536, Integer.MAX_VALUE}) {
      int[] labels = {max, 0, max / 2, 1 & max, max};
      ImageShape[] shapes = {CIFAR, CIFAR, CIFAR, CIFAR, CIFAR};
      sets.put("labels up to " + max, TestImages.of(16, labels, shapes));
    }
    return sets;
  }

  private static TestImages mixed(int n) {
    SplittableRandom random = new SplittableRandom(n);
    ImageShape[] shapes =
        Stream.generate(
                () ->
                    new ImageShape(
                        random.nextInt(1, 40),
                        random.nextInt(1, 40),
                        random.nextInt(1, 5),
                        random.nextBoolean() ? 8 : 16))
            .limit(n)
            .toArray(ImageShape[]::new);
    return TestImages.of(17, shapes);
  }

  private static Stream<Arguments> variantsAndSets() {
    Map<String, TestImages> sets = sets();
    return StoreVariant.servedToo()
        .flatMap(v -> sets.keySet().stream().map(name -> Arguments.of(v, name, sets.get(name))));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("variantsAndSets")
  void whatGoesInComesOut(StoreVariant variant, String name, TestImages images) throws IOException {
    Path dir = Files.createDirectory(temp.resolve("store"));
    if (stores(variant, images, dir, Durability.none)) {
      StoreChecks.holds(variant, dir, images, 1);
      StoreChecks.holds(variant, dir, images, 7);
      StoreChecks.holds(variant, dir, images, (int) images.count());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.imagestore.store.StoreVariant#servedToo")
  void imagesAreReadInAnyOrder(StoreVariant variant) throws IOException {
    for (TestImages images : List.of(TestImages.uniform(20, 60, CIFAR).first(200), mixed(60))) {
      Path dir = Files.createDirectory(temp.resolve("store" + images.count()));
      if (!stores(variant, images, dir, Durability.none)) {
        continue;
      }
      ImageSet expected = variant.expected(images);
      ImageBatch batch = StoreChecks.batch(images, 20);
      SplittableRandom random = new SplittableRandom(21);
      try (ImageReader reader = variant.open(dir)) {
        for (int i = 0; i < 200; i++) {
          long first = random.nextLong(images.count());
          int wanted = random.nextInt((int) Math.min(20, images.count() - first) + 1);
          StoreChecks.readAndCompare(reader, expected, first, wanted, batch);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.imagestore.store.StoreVariant#all")
  void arraysOfTheHeapAreFilledAlike(StoreVariant variant) throws IOException {
    TestImages images = TestImages.uniform(25, 30, CIFAR);
    Path dir = store(variant, images, "store");
    ImageBatch batch = ImageBatch.onHeap(7, 7 * images.maxImageBytes());
    try (ImageReader reader = variant.open(dir)) {
      for (long id = 0; id < images.count(); id += 7) {
        int wanted = (int) Math.min(7, images.count() - id);
        StoreChecks.readAndCompare(reader, variant.expected(images), id, wanted, batch);
      }
    }
  }

  /**
   * What is not on the device can't be dropped from memory. A lock file is of no use to anyone once
   * the store is closed.
   */
  @ParameterizedTest
  @MethodSource("dev.imagestore.store.StoreVariant#all")
  void nothingIsLeftToWriteOfASyncedStore(StoreVariant variant) throws IOException {
    assumeTrue(PageCache.isReachable(), "only Linux can be asked to drop what it keeps");
    assumeTrue(canBeDropped(), "files in memory");
    TestImages images = TestImages.uniform(29, 60, CIFAR);
    Path dir = Files.createDirectory(temp.resolve("store"));
    Location at = new DirectoryLocation(dir);
    variant.store(images.first(30), dir, Durability.sync);
    assertThat(dropped(dir)).as("stored").isTrue();
    ImageStore store = variant.backend().store(variant.options());
    if (store.obstacleToAppend().isEmpty()) {
      store.append(images, at, Durability.sync);
      assertThat(dropped(dir)).as("appended").isTrue();
      StoreChecks.holds(variant, dir, images, 7);
    }
  }

  /** Tries to drop each file once, and says whether all went. */
  private static boolean dropped(Path dir) throws IOException {
    PageCache.letGo(dir);
    boolean all = true;
    for (Path file : files(dir)) {
      if (!file.getFileName().toString().startsWith("lock.")) {
        PageCache.drop(file);
        all &= PageCache.residency(file).resident() == 0;
      }
    }
    return all;
  }

  /** False where files are in memory anyway; that unwritten pages stay is seen beside it. */
  private boolean canBeDropped() throws IOException {
    Path dir = Files.createDirectory(temp.resolve("tried"));
    Path file = Files.write(dir.resolve("file"), new byte[1 << 20]);
    boolean unwritten = dropped(dir);
    DiskSync.force(file);
    return !unwritten && dropped(dir);
  }

  /** Sets whose first images are stored, and then the others. */
  private static List<TestImages> growing(StoreVariant variant) {
    return List.of(
        TestImages.uniform(26, 40, CIFAR).first(variant.isDefault() ? 1_100 : 60),
        TestImages.uniform(27, 60, new ImageShape(17, 11, 1, 16)),
        mixed(60));
  }

  @ParameterizedTest
  @MethodSource("dev.imagestore.store.StoreVariant#all")
  void aStoreGrowsToWhatItWouldHaveBeenOrSaysThatItCannot(StoreVariant variant) throws IOException {
    ImageStore store = variant.backend().store(variant.options());
    int i = 0;
    for (TestImages images : growing(variant)) {
      Path dir = Files.createDirectory(temp.resolve("store" + i++));
      Location at = new DirectoryLocation(dir);
      if (!stores(variant, images.first(21), dir, Durability.none)) {
        continue;
      }
      if (store.obstacleToAppend().isPresent()) {
        assertThatThrownBy(() -> store.append(images, at, Durability.none))
            .isInstanceOf(UnsupportedOperationException.class)
            .hasMessage(store.obstacleToAppend().get());
        StoreChecks.holds(variant, dir, images.first(21), 5);
        continue;
      }
      store.append(images.first(22), at, Durability.sync);
      StoreChecks.holds(variant, dir, images.first(22), 5);
      store.append(images, at, Durability.none);
      StoreChecks.holds(variant, dir, images, 20);
      assertNothingOpen(dir);
      assertThatThrownBy(() -> store.append(images, at, Durability.none))
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith(dir.toString())
          .hasMessageContaining("" + images.count());
      StoreChecks.holds(variant, dir, images, 20);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.imagestore.store.StoreVariant#all")
  void anAppendThatFailedLeavesTheStoreThatWasOrNone(StoreVariant variant) throws IOException {
    ImageStore store = variant.backend().store(variant.options());
    if (store.obstacleToAppend().isPresent()) {
      return;
    }
    // More than one transaction of LMDB.
    int count = variant.isDefault() ? 1_400 : 400;
    TestImages images = TestImages.uniform(28, 100, CIFAR).first(count);
    for (long failAt : variant.isDefault() ? new long[] {50, 51, 1_399} : new long[] {50, 399}) {
      Path dir = Files.createDirectory(temp.resolve("failed" + failAt));
      Location at = new DirectoryLocation(dir);
      variant.store(images.first(50), dir, Durability.none);
      assertThat(catchThrowable(() -> store.append(failing(images, failAt), at, Durability.none)))
          .as("fails at %d", failAt)
          .isNotNull();
      assertNothingOpen(dir);
      try {
        StoreChecks.holds(variant, dir, images.first(50), 10);
      } catch (BadInputException e) {
        assertThat(e).hasMessageStartingWith(dir.toString());
        continue;
      }
      store.append(images.first(count - 1), at, Durability.none);
      StoreChecks.holds(variant, dir, images.first(count - 1), 100);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.imagestore.store.StoreVariant#servedToo")
  void severalThreadsReadWithAReaderEach(StoreVariant variant) throws Exception {
    TestImages images = TestImages.uniform(22, 200, CIFAR);
    Path dir = store(variant, images, "store");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int seed = t;
        done.add(
            threads.submit(
                () -> {
                  readAtRandom(variant, dir, variant.expected(images), seed);
                  return null;
                }));
      }
      for (Future<?> each : done) {
        each.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void readAtRandom(StoreVariant variant, Path dir, ImageSet expected, int seed)
      throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    ImageBatch batch = StoreChecks.batch(expected, 1);
    for (int open = 0; open < 5; open++) {
      try (ImageReader reader = variant.open(dir)) {
        for (int i = 0; i < 100; i++) {
          long id = random.nextLong(expected.count());
          StoreChecks.readAndCompare(reader, expected, id, 1, batch);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.imagestore.store.StoreVariant#servedToo")
  void whatIsNotThereIsNotRead(StoreVariant variant) throws IOException {
    TestImages images = TestImages.uniform(23, 10, CIFAR);
    Path dir = store(variant, images, "store");
    ImageBatch batch = StoreChecks.batch(images, 4);
    try (ImageReader reader = variant.open(dir)) {
      for (long[] ask :
          new long[][] {{-1, 1}, {10, 1}, {9, 2}, {0, 11}, {Long.MAX_VALUE, 1}, {0, -1}, {0, 5}}) {
        assertThatThrownBy(() -> reader.read(ask[0], (int) ask[1], batch))
            .as("%d images from %d on", ask[1], ask[0])
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
      // None of which spoils the reader.
      StoreChecks.readAndCompare(reader, variant.expected(images), 6, 4, batch);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.imagestore.store.StoreVariant#servedToo")
  void aReaderMayBeClosedTwice(StoreVariant variant) throws IOException {
    Path dir = store(variant, TestImages.uniform(24, 3, CIFAR), "store");
    ImageReader reader = variant.open(dir);
    reader.close();
    reader.close();
  }

  @ParameterizedTest
  @MethodSource("dev.imagestore.store.StoreVariant#servedToo")
  void syncStoresTheSame(StoreVariant variant) throws IOException {
    for (TestImages images : List.of(TestImages.uniform(25, 20, CIFAR), mixed(10))) {
      Path dir = Files.createDirectory(temp.resolve("synced" + images.count()));
      if (stores(variant, images, dir, Durability.sync)) {
        StoreChecks.holds(variant, dir, images, 5);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.imagestore.store.StoreVariant#defaults")
  void otherDirectoriesAreRefused(StoreVariant variant) throws IOException {
    assertRefused(variant, temp.resolve("missing"));
    assertRefused(variant, Files.createDirectory(temp.resolve("empty")));
    assertRefused(variant, Files.writeString(temp.resolve("file"), "not a directory"));
    for (StoreVariant other : StoreVariant.defaults().toList()) {
      if (other.backend() != variant.backend()) {
        assertRefused(
            variant, store(other, TestImages.uniform(26, 5, CIFAR), other.backend().name()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.imagestore.store.StoreVariant#all")
  void aFileThatIsMissingIsNoticed(StoreVariant variant) throws IOException {
    for (TestImages images : List.of(TestImages.uniform(27, 5, CIFAR), mixed(5))) {
      Path dir = Files.createDirectory(temp.resolve("store" + images.uniform()));
      if (!stores(variant, images, dir, Durability.none)) {
        continue;
      }
      for (Path file : files(dir)) {
        byte[] whole = Files.readAllBytes(file);
        Files.delete(file);
        assertRefusedUnlessLock(variant, dir, file, images);
        Files.write(file, whole);
      }
      StoreChecks.holds(variant, dir, images, 5);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.imagestore.store.StoreVariant#forms")
  void aFileThatIsCutAtAnyLengthIsNoticed(StoreVariant variant) throws IOException {
    for (TestImages images :
        List.of(
            TestImages.uniform(28, 4, new ImageShape(5, 4, 3, 8)),
            TestImages.uniform(29, 5, CIFAR),
            mixed(6))) {
      Path dir = Files.createDirectory(temp.resolve("store" + images.totalBytes()));
      if (!stores(variant, images, dir, Durability.none)) {
        continue;
      }
      for (Path file : files(dir)) {
        byte[] whole = Files.readAllBytes(file);
        // From the end on: each cut makes the file shorter, so that it is written once.
        for (int length : cuts(whole.length).descendingSet()) {
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
          }
          assertRefusedUnlessLock(variant, dir, file, images);
        }
        Files.write(file, whole);
      }
      StoreChecks.holds(variant, dir, images, 5);
    }
  }

  /** All lengths of a small file, of a larger one both ends, page bounds and a sample. */
  private static NavigableSet<Integer> cuts(int length) {
    NavigableSet<Integer> cuts = new TreeSet<>();
    if (length <= 600) {
      IntStream.range(0, length).forEach(cuts::add);
      return cuts;
    }
    IntStream.range(0, 70).forEach(cuts::add);
    IntStream.range(length - 70, length).forEach(cuts::add);
    for (int page = 512; page < length; page += 512) {
      IntStream.rangeClosed(page - 1, page + 1).filter(c -> c < length).forEach(cuts::add);
    }
    SplittableRandom random = new SplittableRandom(length);
    IntStream.range(0, 60).forEach(i -> cuts.add(random.nextInt(length)));
    return cuts;
  }

  @ParameterizedTest
  @MethodSource("dev.imagestore.store.StoreVariant#documentedToo")
  void foreignFilesAreRefused(StoreVariant variant) throws IOException {
    TestImages images = TestImages.uniform(30, 8, CIFAR);
    Path dir = store(variant, images, "store");
    SplittableRandom random = new SplittableRandom(31);
    List<byte[]> foreign = new ArrayList<>();
    foreign.add("id,label\n0,zero\n".getBytes(StandardCharsets.UTF_8));
    for (int length : new int[] {1, 16, 100, 4095, 4096, 12_288, 100_000}) {
      foreign.add(new byte[length]);
      byte[] noise = new byte[length];
      random.nextBytes(noise);
      foreign.add(noise);
    }
    for (StoreVariant other : StoreVariant.defaults().toList()) {
      if (other.backend() != variant.backend()) {
        for (Path file : files(store(other, images, other.backend().name()))) {
          foreign.add(Files.readAllBytes(file));
        }
      }
    }
    for (Path file : files(dir)) {
      byte[] whole = Files.readAllBytes(file);
      for (byte[] bytes : foreign) {
        if (bytes.length == whole.length) {
          continue; // Pixels instead of pixels: raw can't know.
        }
        Files.write(file, bytes);
        assertRefusedUnlessLock(variant, dir, file, images);
      }
      Files.write(file, whole);
    }
  }

  /** A changed byte is refused in one line, or changes what no checksum guards; nothing else. */
  @ParameterizedTest
  @MethodSource("dev.imagestore.store.StoreVariant#forms")
  void aChangedByteDoesNoHarm(StoreVariant variant) throws IOException {
    assumeTrue(
        !variant.backend().name().equals("lmdb"),
        "LMDB maps its file and follows any page number: docs/formats.md says so");
    TestImages images = TestImages.uniform(35, 6, CIFAR);
    Path dir = store(variant, images, "store");
    SplittableRandom random = new SplittableRandom(36);
    for (Path file : files(dir)) {
      byte[] whole = Files.readAllBytes(file);
      for (int i = 0; i < 40; i++) {
        byte[] damaged = whole.clone();
        // Half of them where headers are.
        int at = random.nextInt(i % 2 == 0 ? whole.length : Math.min(whole.length, 512));
        damaged[at] ^= (byte) random.nextInt(1, 256);
        Files.write(file, damaged);
        try {
          StoreChecks.holds(variant, dir, images, 4);
        } catch (BadInputException e) {
          assertThat(e).hasMessageStartingWith(dir.toString()).hasMessageMatching("[^\\n]*");
        } catch (IndexOutOfBoundsException e) {
          // A codec's header that claims a larger image than the caller has room for.
          assertThat(e).hasMessageContaining("has no room for image");
        } catch (AssertionError e) {
          assertThat(e).as("%s at %d", file, at).hasMessageContaining(" of image ");
        }
      }
      Files.write(file, whole);
    }
    if (!variant.options().chosen().containsKey("hdf5Access")) {
      // jHDF leaves its file to the garbage collector where its constructor fails.
      assertNothingOpen(dir);
    }
    StoreChecks.holds(variant, dir, images, 5);
  }

  @ParameterizedTest
  @MethodSource("dev.imagestore.store.StoreVariant#servedToo")
  void aStoreThatFailedHalfwayIsRefused(StoreVariant variant) throws IOException {
    // More than one transaction of LMDB.
    TestImages images = TestImages.uniform(32, 100, CIFAR).first(2_700);
    int i = 0;
    for (long failAt : variant.isDefault() ? new long[] {0, 1, 99, 2_699} : new long[] {0, 99}) {
      Path dir = Files.createDirectory(temp.resolve("failed" + i++));
      Throwable failure =
          catchThrowable(() -> variant.store(failing(images, failAt), dir, Durability.none));
      assertThat(failure).as("fails at %d", failAt).isNotNull();
      assertRefused(variant, dir);
      assertNothingOpen(dir);
    }
  }

  /** A set whose pixels can't be had from image {@code failAt} on. */
  private static ImageSet failing(ImageSet images, long failAt) {
    return (ImageSet)
        Proxy.newProxyInstance(
            ImageSet.class.getClassLoader(),
            new Class<?>[] {ImageSet.class},
            (proxy, method, arguments) -> {
              boolean run = method.getName().startsWith("run");
              if (!run && !method.getName().equals("copyPixels")) {
                return method.invoke(images, arguments);
              }
              long id = (Long) arguments[0];
              if (id >= failAt) {
                throw new IllegalStateException("no pixels of image " + id);
              }
              if (!run) {
                return method.invoke(images, arguments);
              }
              // A run ends before the image that fails.
              int maxBytes = (Integer) arguments[1];
              int length = (int) Math.min(images.runLength(id, maxBytes), failAt - id);
              return method.getName().equals("runLength")
                  ? (Object) length
                  : images.run(id, maxBytes).limit(length * CIFAR.bytes());
            });
  }

  @ParameterizedTest
  @MethodSource("dev.imagestore.store.StoreVariant#defaults")
  void aStoreWhoseWriterWasKilledIsRefusedOrWhole(StoreVariant variant) throws Exception {
    ImageSet images = StoreForever.images();
    SplittableRandom random = new SplittableRandom(33);
    int refused = 0;
    for (int kill = 0; kill < 3; kill++) {
      Path dir = Files.createDirectory(temp.resolve("killed" + kill));
      Process child =
          ChildJvm.start(List.of(), StoreForever.class, variant.backend().name(), dir.toString());
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
        // Some JDKs warn about what the libraries call before anything else is said.
        assertThat(out.lines().anyMatch(line -> line.startsWith(dir.toString()))).isTrue();
        Thread.sleep(random.nextInt(150));
      } finally {
        child.destroyForcibly().waitFor();
      }
      try (Stream<Path> stores = Files.list(dir)) {
        for (Path each : stores.toList()) {
          try {
            StoreChecks.holds(variant, each, images, 50);
          } catch (BadInputException e) {
            refused++;
          }
        }
      }
    }
    assertThat(refused).as("a kill that met a store half-written").isPositive();
  }

  @ParameterizedTest
  @MethodSource("dev.imagestore.store.StoreVariant#all")
  void nothingStaysOpen(StoreVariant variant) throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")));
    TestImages mixed = mixed(20);
    for (int i = 0; i < (variant.isDefault() ? 20 : 3); i++) {
      Path dir = Files.createDirectory(temp.resolve("store" + i));
      TestImages images = mixed;
      if (!stores(variant, mixed, dir, Durability.none)) {
        images = TestImages.uniform(34, 20, CIFAR);
        variant.store(images, dir, Durability.none);
      }
      StoreChecks.holds(variant, dir, images, 5);
      assertNothingOpen(dir);
      for (Path file : files(dir)) {
        Files.write(file, new byte[] {1, 2, 3});
      }
      assertRefused(variant, dir);
      assertNothingOpen(dir);
    }
  }

  /** No descriptor and no mapping of this process is of a file under {@code dir}. */
  private static void assertNothingOpen(Path dir) throws IOException {
    if (!Files.isDirectory(Path.of("/proc/self/fd"))) {
      return;
    }
    String prefix = dir.toRealPath() + "/";
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      assertThat(descriptors.map(ImageStoreContractTest::target).filter(t -> t.startsWith(prefix)))
          .as("open files")
          .isEmpty();
    }
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      assertThat(maps.filter(line -> line.contains(prefix))).as("mappings").isEmpty();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // Closed since it was listed.
    }
  }

  /**
   * Stores the images, unless the variant can't: some ways of using a library take images of one
   * shape only, and some codecs images of some kinds only. It says so by the name of the option,
   * and leaves nothing behind. Ordinary images are taken by all.
   *
   * @return false if it refused them
   */
  private static boolean stores(
      StoreVariant variant, ImageSet images, Path dir, Durability durability) throws IOException {
    try {
      variant.store(images, dir, durability);
      return true;
    } catch (BadInputException e) {
      assertThat(images.uniform() && images.shape(0).equals(CIFAR))
          .as("%s refused %s: %s", variant, CIFAR, e)
          .isFalse();
      assertThat(variant.options().chosen().entrySet())
          .as("options, of which the refusal names one: %s", e)
          .anyMatch(chosen -> e.getMessage().startsWith(chosen + ": "));
      assertThat(e).hasMessageMatching("[^\\n]*");
      assertThat(dir).isEmptyDirectory();
      return false;
    }
  }

  private Path store(StoreVariant variant, ImageSet images, String name) throws IOException {
    Path dir = Files.createDirectory(temp.resolve(name));
    variant.store(images, dir, Durability.none);
    return dir;
  }

  private static List<Path> files(Path dir) throws IOException {
    try (Stream<Path> walk = Files.walk(dir)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** What a lock file holds is of no use to a reader. */
  private static void assertRefusedUnlessLock(
      StoreVariant variant, Path dir, Path file, ImageSet images) throws IOException {
    if (file.getFileName().toString().startsWith("lock.")) {
      StoreChecks.holds(variant, dir, images, 5);
    } else {
      assertRefused(variant, dir);
    }
  }

  /** Opening the store or reading all of it is refused, in one line that names a file of it. */
  private static void assertRefused(StoreVariant variant, Path dir) {
    ImageBatch batch = new ImageBatch(1, 1 << 20);
    assertThatThrownBy(
            () -> {
              try (ImageReader reader = variant.open(dir)) {
                for (long id = 0; id < reader.count(); id++) {
                  reader.read(id, 1, batch);
                }
              }
            })
        .isInstanceOf(BadInputException.class)
        .message()
        .matches(message -> Stream.of(places(variant, dir)).anyMatch(message::startsWith))
        .matches("[^\\n]*");
  }

  /** How messages begin: with a file, or with what a server calls it. */
  private static String[] places(StoreVariant variant, Path dir) {
    return variant.isServed() ? new String[] {"table images", "s3"} : new String[] {dir.toString()};
  }
}
