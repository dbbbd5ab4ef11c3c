package dev.imagestore.store.s3;

import dev.imagestore.input.BadInputException;
import dev.imagestore.store.Service;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bucket of the user's own. The run has a prefix in it, under which there was nothing before and
 * is nothing afterwards; nothing else is touched.
 */
final class UsersBucket implements Service.Running {
  private static final Pattern URL = Pattern.compile("(https?://[^/?#@]+)/([^/?#]+)/?");
  private static final int NAME_BYTES = 8;

  private final Map<String, String> properties;

  private UsersBucket(Map<String, String> properties) {
    this.properties = properties;
  }

  /**
   * Finds a prefix.
   *
   * @throws BadInputException if the bucket can't be used; it does not repeat where it is
   */
  static UsersBucket begin(String url) throws IOException {
    Matcher parts = URL.matcher(url);
    if (!parts.matches() || URI.create(parts.group(1)).getHost() == null) {
      throw new BadInputException(
          S3Service.VARIABLE + ": expected a bucket, https://HOST/BUCKET, found something else");
    }
    byte[] random = new byte[NAME_BYTES];
    new SecureRandom().nextBytes(random);
    String prefix = "imagestore-" + HexFormat.of().formatHex(random) + "/";
    UsersBucket users =
        new UsersBucket(
            Map.of(
                S3Bucket.ENDPOINT,
                parts.group(1),
                S3Bucket.NAME,
                parts.group(2),
                S3Bucket.PREFIX,
                prefix,
                Service.VERSION,
                "the user's own"));
    try {
      if (!users.bucket().list("").isEmpty()) {
        throw new BadInputException("there is something under the prefix already; try again");
      }
    } catch (BadInputException e) {
      throw new BadInputException(S3Service.VARIABLE + ": " + e.getMessage());
    }
    return users;
  }

  private S3Bucket bucket() {
    return S3Bucket.of(properties);
  }

  @Override
  public Map<String, String> properties() {
    return properties;
  }

  /** Deletes what is left under the prefix. */
  @Override
  public void close() throws IOException {
    try {
      bucket().deleteAll("");
    } catch (BadInputException e) {
      throw new BadInputException(
          e.getMessage() + "; objects under " + properties.get(S3Bucket.PREFIX) + " may be left");
    }
  }
}
