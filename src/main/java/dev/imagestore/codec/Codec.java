package dev.imagestore.codec;

import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import java.util.List;

/**
 * What a codec declares of itself: one implementation and one line in {@code META-INF/services},
 * see {@link Codecs}.
 */
public interface Codec {

  /** The value of the parameter {@code codec}; lower case. */
  String name();

  /** Its options. */
  default List<Option> options() {
    return List.of();
  }

  /** The codec, as the options choose it. */
  ImageCodec with(OptionValues values);
}
