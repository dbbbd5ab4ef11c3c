package dev.imagestore.store;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program that stores images of 32×32×3, reads and compares them all, and says how much memory it
 * had at most while it did. Arguments: backend, directory, how many images, and options of the
 * backend, {@code name=value,…}, or none.
 */
final class StoreAndRead {
  private static final int AT_ONCE = 64;

  private StoreAndRead() {}

  public static void main(String[] args) throws Exception {
    Map<String, String> options =
        Stream.of(args[3].split(","))
            .filter(each -> !each.isEmpty())
            .map(each -> each.split("="))
            .collect(Collectors.toMap(each -> each[0], each -> each[1]));
    StoreVariant backend = StoreVariant.of(args[0], options);
    Path dir = Files.createDirectories(Path.of(args[1]));
    TestImages images =
        TestImages.uniform(41, 5_000, new ImageShape(32, 32, 3, 8)).first(Long.parseLong(args[2]));
    // What the classes and buffers take that any first store and read needs.
    Path first = Files.createDirectories(dir.resolve("first"));
    backend.store(images.first(500), first, Durability.none);
    readAll(backend, first, images.first(500));
    long before = resident("RssAnon") + resident("RssFile");
    Path store = Files.createDirectories(dir.resolve("all"));
    peak("store", before, () -> backend.store(images, store, Durability.none));
    peak("read", before, () -> readAll(backend, store, images));
    peak(
        "open",
        before,
        () -> {
          for (int i = 0; i < 2_000; i++) {
            backend.open(first).close();
          }
        });
  }

  private static void readAll(StoreVariant backend, Path dir, TestImages images)
      throws IOException {
    ImageBatch batch = StoreChecks.batch(images, AT_ONCE);
    try (ImageReader reader = backend.open(dir)) {
      for (long id = 0; id < images.count(); id += AT_ONCE) {
        int wanted = (int) Math.min(AT_ONCE, images.count() - id);
        batch.clear();
        reader.read(id, wanted, batch);
        for (int i = 0; i < wanted; i++) {
          // Without AssertJ, which would fill the memory that is measured.
          if (!batch.shape(i).equals(images.shape(id + i))
              || batch.label(i) != images.label(id + i)
              || batch
                      .pixels()
                      .slice(batch.offset(i), batch.shape(i).bytes())
                      .mismatch(images.run(id + i, 1))
                  != -1) {
            throw new AssertionError("image " + (id + i) + " differs");
          }
        }
      }
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  /** Prints by how many KB the process grew at most while it worked: anonymous, then all. */
  private static void peak(String name, long before, Work work) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    AtomicLong anonymous = new AtomicLong();
    AtomicLong all = new AtomicLong();
    Thread sampler =
        new Thread(
            () -> {
              while (!done.get()) {
                long now = resident("RssAnon");
                anonymous.accumulateAndGet(now, Math::max);
                all.accumulateAndGet(now + resident("RssFile"), Math::max);
                try {
                  Thread.sleep(5);
                } catch (InterruptedException e) {
                  return;
                }
              }
            });
    sampler.setDaemon(true);
    sampler.start();
    work.run();
    done.set(true);
    sampler.join();
    System.out.println(
        name + " anonymous " + anonymous.get() + " KB, grew by " + (all.get() - before) + " KB");
  }

  /** A figure of /proc/self/status in KB; 0 where there is none. */
  private static long resident(String what) {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith(what + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
