package dev.imagestore.store.zarr;

import dev.imagestore.codec.Codecs;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backend;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.footprint.FootprintModel;
import java.util.List;
import java.util.Optional;

/** {@code zarr}: a Zarr group, version 3, with sharded arrays. */
public final class ZarrBackend implements Backend {
  /** Those that Zarr has a name for, and that compress bytes rather than images. */
  private static final Option CODEC =
      Option.of(Codecs.OPTION, "what images are encoded with", Encoding.PIXELS, "zstd", "deflate");

  @Override
  public String name() {
    return "zarr";
  }

  @Override
  public List<Option> options() {
    return List.of(CODEC);
  }

  @Override
  public Optional<FootprintModel> footprint(OptionValues values) {
    return Optional.of(new ZarrFootprint(zarrCodec(values)));
  }

  @Override
  public ImageStore store(OptionValues values) {
    return new ZarrStore(zarrCodec(values));
  }

  private static ZarrCodec zarrCodec(OptionValues values) {
    return new ZarrCodec(Encoding.of(Codecs.named(values.of(CODEC)), values));
  }
}
