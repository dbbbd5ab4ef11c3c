package dev.imagestore.store.footprint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a {@link FootprintModel} writes down the files of a store: what a file holds, part by part,
 * then that it ends. One file at a time.
 */
public final class Ledger {
  /** What remains of the last block of each file. */
  private static final String SLACK = "unused ends of blocks";

  private final int blockBytes;
  private final Map<String, long[]> parts = new LinkedHashMap<>();
  private long fileBytes;
  private long holeBytes;
  private long holes;
  private long files;
  private long apparent;
  private long allocated;

  /** An empty one, for a file system with blocks of so many bytes. */
  public Ledger(int blockBytes) {
    if (blockBytes < 1) {
      throw new IllegalArgumentException("blocks of " + blockBytes + " B");
    }
    this.blockBytes = blockBytes;
  }

  /** Puts bytes into the file that is written. */
  public void put(String part, long bytes) {
    if (bytes != 0) {
      parts.computeIfAbsent(part, name -> new long[1])[0] += bytes;
      fileBytes += bytes;
    }
  }

  /** Makes the file longer by bytes that were never written, which have no blocks. */
  public void skip(long bytes) {
    fileBytes += bytes;
    holeBytes += bytes;
  }

  /** How long the file is by now. */
  public long fileBytes() {
    return fileBytes;
  }

  /** Ends the file; what is put from now on belongs to the next. */
  public void endFile() {
    files++;
    apparent += fileBytes;
    long written = fileBytes - holeBytes;
    allocated += (written + blockBytes - 1) / blockBytes * blockBytes;
    holes += holeBytes;
    fileBytes = 0;
    holeBytes = 0;
  }

  /** What was written down. */
  Prediction prediction() {
    if (fileBytes != 0) {
      throw new IllegalStateException("a file of " + fileBytes + " B has no end");
    }
    List<Prediction.Part> all = new ArrayList<>();
    parts.forEach((name, bytes) -> all.add(new Prediction.Part(name, bytes[0])));
    long slack = allocated - (apparent - holes);
    if (slack > 0) {
      all.add(new Prediction.Part(SLACK, slack));
    }
    return new Prediction(files, apparent, allocated, all);
  }
}
