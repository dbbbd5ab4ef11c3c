import dev.imagestore.image.Datasets;
import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageFile;
import dev.imagestore.image.ImageSet;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backends;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import dev.imagestore.store.Service;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The time of every single read at random, none left out. JMH's sample mode thins its samples out,
 * halving the count of every value but never to zero, so that of reads of a microsecond the rare slow
 * ones weigh up to 32 times what they should, and its 99.9th percentile is no such thing.
 *
 * <p>{@code java -cp benchmarks.jar Latency.java DATASET DIR CUTOFF} prints a JSON object: seconds by
 * backend, median and 99.9th percentile, and of a control that copies three images in memory, which
 * takes about as long as a read and has no system call: what interrupts it interrupts any program on
 * this machine. Beside them what two threads compute and copy as a multiple of what one does: what
 * they lack to 2, the machine's cores take from each other.
 */
public final class Latency {
  private static final int SAMPLES = 1 << 19;
  private static final int ROUNDS = 3;
  private static final long SCALING_NANOS = 200_000_000L;

  private static volatile long sink;

  private final int[] ids;
  private final long[] nanos = new long[SAMPLES];

  private Latency(int cutoff) {
    ids = new SplittableRandom(1).ints(1 << 17, 0, cutoff).toArray();
  }

  private interface Read {
    void at(int id) throws IOException;
  }

  private interface Work {
    /** Works until a point in time and returns how much was done. */
    long until(long nanoTime);
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Path work = Files.createTempDirectory(Path.of(args[1]), "latency-");
    try {
      int cutoff = Integer.parseInt(args[2]);
      Path file = work.resolve("dataset-latency.images");
      ImageFile.write(file, Datasets.parse(args[0]), cutoff);
      ImageSet images = ImageFile.open(file).first(cutoff);
      Latency latency = new Latency(cutoff);
      List<String> all = new ArrayList<>();
      for (String backend : List.of("raw", "hdf5", "lmdb", "png")) {
        all.add(latency.ofBackend(backend, images, work.resolve(backend)));
      }
      Copy copy = new Copy(images);
      all.add(latency.percentiles("control", SAMPLES, copy::three));
      all.add(String.format(Locale.ROOT, "\"computeScaling\": %.3f", scaling(() -> Latency::compute)));
      all.add(
          String.format(
              Locale.ROOT, "\"copyScaling\": %.3f", scaling(() -> latency.copying(copy))));
      System.out.println("{" + String.join(",\n ", all) + "}");
    } finally {
      try (Stream<Path> files = Files.walk(work)) {
        for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private String ofBackend(String name, ImageSet images, Path home) throws IOException {
    ImageStore store = Backends.named(name).store(OptionValues.DEFAULTS);
    Location at = store.locate(home, Service.Directory.NONE);
    at.create();
    store.store(images, at, Durability.none);
    at.flush();
    ImageBatch batch = new ImageBatch(1, images.maxImageBytes());
    try (ImageReader reader = store.open(at)) {
      return percentiles(name, name.equals("png") ? SAMPLES / 16 : SAMPLES, id -> reader.read(id, 1, batch));
    }
  }

  /** Medians over rounds; the first round is warm-up. */
  private String percentiles(String name, int samples, Read read) throws IOException {
    double[] median = new double[ROUNDS];
    double[] high = new double[ROUNDS];
    for (int round = -1; round < ROUNDS; round++) {
      for (int i = 0; i < samples; i++) {
        long begin = System.nanoTime();
        read.at(ids[i & (ids.length - 1)]);
        nanos[i] = System.nanoTime() - begin;
      }
      if (round >= 0) {
        Arrays.sort(nanos, 0, samples);
        median[round] = nanos[samples / 2] / 1e9;
        high[round] = nanos[(int) (samples * 0.999)] / 1e9;
      }
    }
    return String.format(
        Locale.ROOT, "\"%s\": {\"median\": %.3e, \"high\": %.3e}", name, middle(median), middle(high));
  }

  private static double middle(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  /** Median over rounds in which one thread and two take turns. */
  private static double scaling(Supplier<Work> work) throws InterruptedException {
    run(work, 2);
    double[] ratios = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      double one = run(work, 1);
      ratios[i] = run(work, 2) / one;
    }
    return middle(ratios);
  }

  private static double run(Supplier<Work> work, int threads)
      throws InterruptedException {
    long end = System.nanoTime() + SCALING_NANOS;
    long[] done = new long[threads];
    Thread[] all = new Thread[threads];
    for (int t = 0; t < threads; t++) {
      int mine = t;
      Work each = work.get();
      all[t] = new Thread(() -> done[mine] = each.until(end));
      all[t].start();
    }
    for (Thread thread : all) {
      thread.join();
    }
    return Arrays.stream(done).sum();
  }

  private static long compute(long end) {
    long done = 0;
    long x = 1;
    while (System.nanoTime() < end) {
      for (int i = 0; i < 2000; i++) {
        x = x * 6364136223846793005L + 1442695040888963407L;
        x ^= x >>> 29;
      }
      done++;
    }
    sink = x;
    return done;
  }

  private Work copying(Copy memory) {
    Copy copy = new Copy(memory);
    return end -> {
      long done = 0;
      while (System.nanoTime() < end) {
        for (int i = 0; i < 16; i++) {
          copy.three(ids[(int) done * 16 + i & (ids.length - 1)]);
        }
        done++;
      }
      return done;
    };
  }

  /** Copies images out of memory that nothing maps. */
  private static final class Copy {
    private final ByteBuffer all;
    private final ByteBuffer target;
    private final int bytes;
    private final int count;

    Copy(ImageSet images) {
      bytes = images.maxImageBytes();
      count = (int) images.count();
      all = ByteBuffer.allocateDirect(Math.multiplyExact(count, bytes));
      for (int id = 0; id < count; id++) {
        images.copyPixels(id, all);
      }
      target = ByteBuffer.allocateDirect(bytes);
    }

    /** For another thread, out of the same memory. */
    Copy(Copy other) {
      bytes = other.bytes;
      count = other.count;
      all = other.all;
      target = ByteBuffer.allocateDirect(bytes);
    }

    void three(int id) {
      target.put(0, all, id * bytes, bytes);
      target.put(0, all, (int) (id * 7L % count) * bytes, bytes);
      target.put(0, all, (int) (id * 13L % count) * bytes, bytes);
    }
  }
}
