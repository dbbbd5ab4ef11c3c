package dev.imagestore.store.tar;

import dev.imagestore.codec.Codecs;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backend;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.footprint.FootprintModel;
import java.util.List;
import java.util.Optional;

/** {@code tar}: tar archives in the layout of WebDataset, and an index of them. */
public final class TarBackend implements Backend {
  private static final Option CODEC = Codecs.option(Encoding.PIXELS);

  private static final Option SHARD =
      Option.number(
          "tarShard",
          "mebibytes of an archive, before the next is begun",
          1024,
          new Option.Range(1, 1 << 20));

  @Override
  public String name() {
    return "tar";
  }

  @Override
  public List<Option> options() {
    return List.of(CODEC, SHARD);
  }

  @Override
  public Optional<FootprintModel> footprint(OptionValues values) {
    return Optional.of(new TarFootprint(encoding(values), shardBytes(values)));
  }

  @Override
  public ImageStore store(OptionValues values) {
    return new TarStore(encoding(values), shardBytes(values));
  }

  private static Encoding encoding(OptionValues values) {
    return Encoding.of(Codecs.named(values.of(CODEC)), values);
  }

  private static long shardBytes(OptionValues values) {
    return Long.parseLong(values.of(SHARD)) << 20;
  }
}
