package dev.imagestore.store.s3;

import dev.imagestore.input.BadInputException;
import dev.imagestore.store.encoded.Encoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code store.txt}, two lines, {@code images=10000} and {@code codec=raw}: the object that says
 * that a store is whole, put when all others are there.
 */
final class S3Commit {
  private static final String NAME = "store.txt";
  private static final String REMEDY = "store the images again";
  private static final Pattern TEXT =
      Pattern.compile("images=([1-9][0-9]{0,17})\\r?\\ncodec=([a-z0-9]+)\\s*");

  private S3Commit() {}

  static void put(S3Prefix at, Encoding encoding, long count) throws IOException {
    byte[] text =
        ("images=" + count + "\ncodec=" + encoding.name() + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    at.bucket().put(at.key(NAME), text, text.length, Optional.empty());
  }

  /**
   * How many images there are.
   *
   * @throws BadInputException if the store is not whole, or another codec's
   */
  static long get(S3Prefix at, Encoding encoding) throws IOException {
    Path object = S3Prefix.inMessages(NAME);
    S3Bucket.Download download = new S3Bucket.Download();
    if (!at.bucket().get(at.key(NAME), download)) {
      throw BadInputException.of(object, "an object of a whole store", "none", REMEDY);
    }
    Matcher text =
        TEXT.matcher(new String(download.bytes(), 0, download.length(), StandardCharsets.US_ASCII));
    if (!text.matches()) {
      throw BadInputException.of(object, "images=… and codec=…", "something else", REMEDY);
    }
    encoding.check(object, text.group(2));
    return Long.parseLong(text.group(1));
  }
}
