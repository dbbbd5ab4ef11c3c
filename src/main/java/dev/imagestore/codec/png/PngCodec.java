package dev.imagestore.codec.png;

import dev.imagestore.codec.Codec;
import dev.imagestore.codec.ImageCodec;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import java.util.List;

/** {@code png}: PNG files, by one of several libraries. */
public final class PngCodec implements Codec {
  private static final Option LIBRARY =
      Option.of("pngCodec", "what encodes and decodes PNG", PngLibrary.suite)
          .documented(PngLibrary.imageio);

  @Override
  public String name() {
    return "png";
  }

  @Override
  public List<Option> options() {
    return List.of(LIBRARY);
  }

  @Override
  public ImageCodec with(OptionValues values) {
    return values.of(LIBRARY, PngLibrary.class);
  }
}
