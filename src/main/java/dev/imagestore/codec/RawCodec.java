package dev.imagestore.codec;

import dev.imagestore.input.OptionValues;

/** {@code raw}: pixels as they are. */
public final class RawCodec implements Codec {
  @Override
  public String name() {
    return "raw";
  }

  @Override
  public ImageCodec with(OptionValues values) {
    return new PlainCodec();
  }
}
