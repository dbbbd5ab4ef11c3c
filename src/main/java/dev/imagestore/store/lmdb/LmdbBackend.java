package dev.imagestore.store.lmdb;

import dev.imagestore.codec.Codecs;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Access;
import dev.imagestore.store.Backend;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.footprint.FootprintModel;
import java.util.List;
import java.util.Optional;

/** {@code lmdb}: LMDB, by lmdbjava. */
public final class LmdbBackend implements Backend {
  private static final Option CODEC = Codecs.option(Encoding.PIXELS);

  private static final Option ACCESS =
      Option.of(
              "lmdbAccess",
              "append and a cursor, or put and get in one transaction, as the tutorial shows",
              Access.tuned)
          .documented(Access.documented);

  private static final Option BUFFER =
      Option.of(
          "lmdbBuffer",
          "which of lmdbjava's buffers carry keys and values of the tuned way",
          LmdbBuffer.netty);

  private static final Option READ_AHEAD =
      Option.of(
              "lmdbReadAhead",
              "whether the kernel reads ahead in the mapping, or the image asked for only",
              "on",
              "off")
          .ofReading();

  @Override
  public String name() {
    return "lmdb";
  }

  @Override
  public boolean compared() {
    return true;
  }

  @Override
  public List<Option> options() {
    return List.of(CODEC, ACCESS, BUFFER, READ_AHEAD);
  }

  @Override
  public List<Option> applicable(OptionValues values) {
    // The tutorial's buffers are the JDK's.
    return documented(values) ? List.of(CODEC, ACCESS, READ_AHEAD) : options();
  }

  @Override
  public Optional<FootprintModel> footprint(OptionValues values) {
    return Optional.of(new LmdbFootprint(encoding(values), documented(values)));
  }

  @Override
  public ImageStore store(OptionValues values) {
    boolean readAhead = values.of(READ_AHEAD).equals(READ_AHEAD.defaultValue());
    return documented(values)
        ? new LmdbDocumented(encoding(values), readAhead)
        : new LmdbTuned<>(
            values.of(BUFFER, LmdbBuffer.class).memory(), encoding(values), readAhead);
  }

  private static Encoding encoding(OptionValues values) {
    return Encoding.of(Codecs.named(values.of(CODEC)), values);
  }

  private static boolean documented(OptionValues values) {
    return values.of(ACCESS, Access.class) == Access.documented;
  }
}
