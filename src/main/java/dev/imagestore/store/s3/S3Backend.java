package dev.imagestore.store.s3;

import dev.imagestore.codec.Codecs;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backend;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Service;
import dev.imagestore.store.encoded.Encoding;
import java.util.List;
import java.util.Optional;

/** {@code s3}: objects of a bucket, by the AWS SDK. */
public final class S3Backend implements Backend {
  private static final Option CODEC = Codecs.option(Encoding.PIXELS);

  private static final Option LAYOUT =
      Option.of(
          "s3Layout",
          "an object per image, or tar archives that ranges are read of",
          Layout.object);

  /** Documentation shows one request after the other. */
  private static final Option REQUESTS =
      Option.number("s3Requests", "how many requests at a time", 16, new Option.Range(1, 256))
          .documented("1");

  /** What is an object; the names are values of the option. */
  private enum Layout {
    object,
    shards
  }

  @Override
  public String name() {
    return "s3";
  }

  @Override
  public List<Option> options() {
    return List.of(CODEC, LAYOUT, REQUESTS);
  }

  @Override
  public ImageStore store(OptionValues values) {
    Encoding encoding = Encoding.of(Codecs.named(values.of(CODEC)), values);
    int requests = Integer.parseInt(values.of(REQUESTS));
    return values.of(LAYOUT, Layout.class) == Layout.object
        ? new S3Objects(encoding, requests)
        : new S3Shards(encoding, requests);
  }

  @Override
  public Optional<Service> service() {
    return Optional.of(new S3Service());
  }
}
