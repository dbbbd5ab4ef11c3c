package dev.imagestore.store.lmdb;

import dev.imagestore.image.ImageSet;
import dev.imagestore.input.BadInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.Txn;

/**
 * The record that makes a store whole: it goes in with the last images, in one transaction. Its key
 * {@value #KEY} sorts before all digits, so that images are appended behind each other whether it
 * is there or not, and a store grows by appending more and replacing the record with the last of
 * them. Images beyond its count are those of an append that did not finish: nobody sees them. The
 * value, little-endian:
 *
 * <pre>
 *  0  4  "ISBL"
 *  4  2  version
 *  6  2  digits of a key
 *  8  8  count: how many images the store holds
 * 16     name of the codec of their payloads, in ASCII
 * </pre>
 *
 * Version 1 had no record, and the count in the header of every value, which began with the same
 * six bytes.
 *
 * @param count how many images the store holds, 1 or more
 * @param keyDigits digits of every key: 8 while they are enough. All keys have as many, else their
 *     order as text would not be the order of ids
 * @param codec what encoded the payloads
 */
record LmdbCommit(long count, int keyDigits, String codec) {
  static final String KEY = "!commit";
  static final int MAGIC = 'I' | 'S' << 8 | 'B' << 16 | 'L' << 24;
  static final int VERSION = 2;

  private static final int AT_MAGIC = 0;
  private static final int AT_VERSION = 4;
  private static final int AT_KEY_DIGITS = 6;
  private static final int AT_COUNT = 8;
  private static final int AT_CODEC = 16;

  private static final int MIN_KEY_DIGITS = 8;

  /** Of {@link Long#MAX_VALUE}. */
  private static final int MAX_KEY_DIGITS = 19;

  private static final String REMEDY = "store the images again";

  /** The record of a finished store of {@code images}. */
  static LmdbCommit of(ImageSet images, String codec) {
    return new LmdbCommit(images.count(), keyDigits(images.count()), codec);
  }

  /**
   * The record of this store when it has grown to hold all of {@code images}.
   *
   * @throws BadInputException if its keys have too few digits for so many
   */
  LmdbCommit grown(Path file, ImageSet images) throws BadInputException {
    if (keyDigits(images.count()) > keyDigits) {
      throw BadInputException.of(
          file,
          "keys with digits for " + images.count() + " images",
          keyDigits + " digits",
          "store all the images again");
    }
    return new LmdbCommit(images.count(), keyDigits, codec);
  }

  /** Digits of the keys of a new store of {@code count} images. */
  static int keyDigits(long count) {
    return Math.max(MIN_KEY_DIGITS, Long.toString(count - 1).length());
  }

  /** Bytes of the record of a store whose payloads are of this codec. */
  static int bytes(String codec) {
    return AT_CODEC + codec.length();
  }

  /** Writes the record, in place of one that is there. */
  <T> void write(Dbi<T> images, Txn<T> txn, LmdbMemory<T> memory) {
    byte[] name = codec.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer record = ByteBuffer.allocate(AT_CODEC + name.length).order(ByteOrder.LITTLE_ENDIAN);
    record.putInt(AT_MAGIC, MAGIC).putShort(AT_VERSION, (short) VERSION);
    record.putShort(AT_KEY_DIGITS, (short) keyDigits).putLong(AT_COUNT, count);
    record.put(AT_CODEC, name);
    try (LmdbKey<T> key = new LmdbKey<>(memory, KEY.length())) {
      memory.put(images.reserve(txn, key.of(KEY), record.capacity()), 0, record);
    }
  }

  /**
   * Reads the record of the store that {@code session} has open.
   *
   * @throws BadInputException if there is none, or if it does not fit what is there
   */
  static <T> LmdbCommit read(Path file, LmdbSession<T> session, LmdbMemory<T> memory)
      throws BadInputException {
    T value;
    try (LmdbKey<T> key = new LmdbKey<>(memory, KEY.length())) {
      value = session.get(key.of(KEY));
    }
    if (value == null) {
      throw unfinished(file, session, memory);
    }
    int version = version(value, memory);
    if (version > 0 && version != VERSION) {
      throw otherVersion(file, version);
    }
    if (version == 0 || memory.size(value) <= AT_CODEC) {
      throw noRecord(file, "a value of " + memory.size(value) + " B");
    }
    byte[] name = new byte[memory.size(value) - AT_CODEC];
    memory.get(value, AT_CODEC, ByteBuffer.wrap(name));
    LmdbCommit commit =
        new LmdbCommit(
            memory.getLong(value, AT_COUNT),
            memory.getShort(value, AT_KEY_DIGITS),
            new String(name, StandardCharsets.US_ASCII));
    commit.check(file, session.entries() - 1);
    return commit;
  }

  private void check(Path file, long images) throws BadInputException {
    if (count < 1
        || keyDigits < keyDigits(count)
        || keyDigits > MAX_KEY_DIGITS
        || !codec.matches("[a-z0-9]+")) {
      throw noRecord(file, count + " images under keys of " + keyDigits + " digits");
    }
    if (images < count) {
      throw BadInputException.of(file, count + " images", images + " images", REMEDY);
    }
  }

  /** Why there is no record: a store of version 1, one that was not finished, or something else. */
  private static <T> BadInputException unfinished(
      Path file, LmdbSession<T> session, LmdbMemory<T> memory) {
    Cursor<T> cursor = session.cursor();
    int version = cursor.first() ? version(cursor.val(), memory) : 0;
    if (version > 0) {
      return otherVersion(file, version);
    }
    return noRecord(file, "none among " + session.entries() + " entries");
  }

  private static BadInputException noRecord(Path file, String found) {
    return BadInputException.of(
        file, "the record of a finished store under the key " + KEY, found, REMEDY);
  }

  private static BadInputException otherVersion(Path file, int version) {
    return BadInputException.of(
        file, "a store of version " + VERSION, "version " + version, REMEDY);
  }

  /** The version that a value begins with, or 0. */
  private static <T> int version(T value, LmdbMemory<T> memory) {
    return memory.size(value) >= AT_COUNT && memory.getInt(value, AT_MAGIC) == MAGIC
        ? memory.getShort(value, AT_VERSION)
        : 0;
  }
}
