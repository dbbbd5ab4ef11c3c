package dev.imagestore.store;

import dev.imagestore.codec.Codec;
import dev.imagestore.codec.Codecs;
import dev.imagestore.codec.ImageCodec;
import dev.imagestore.codec.Reference;
import dev.imagestore.image.ImageSet;
import dev.imagestore.input.BadInputException;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.footprint.FootprintModel;
import java.util.List;
import java.util.Optional;

/**
 * What an adapter declares of itself. It is all that is known of a backend outside its adapter: an
 * adapter is one implementation and one line in {@code META-INF/services}, see {@link Backends}.
 */
public interface Backend {

  /** The value of the parameter {@code backend}; lower case. */
  String name();

  /** True if a run compares it unless told otherwise. */
  default boolean compared() {
    return false;
  }

  /** Its own options; those of its codec are the codec's to declare. */
  default List<Option> options() {
    return List.of();
  }

  /** Those of its {@link #options} that make a difference, given what was chosen; usually all. */
  default List<Option> applicable(OptionValues values) {
    return options();
  }

  /**
   * What its images are encoded with: by its option {@value Codecs#OPTION}, if it declares one.
   *
   * @return empty for a backend that knows no codecs, or not the one that was chosen
   */
  default Optional<Codec> codec(OptionValues values) {
    return options().stream()
        .filter(option -> option.name().equals(Codecs.OPTION))
        .findFirst()
        .flatMap(option -> Codecs.find(values.of(option)));
  }

  /** The name of the backend that is the same as this one with these options; usually its own. */
  default String canonicalName(OptionValues values) {
    return name();
  }

  /**
   * What a store gives back of {@code images} if it is right: the same, or where the codec is lossy
   * what it makes of them. Shapes and labels are the same in any case.
   */
  default ImageSet expected(ImageSet images, OptionValues values) {
    Optional<ImageCodec> lossy =
        codec(values).map(codec -> codec.with(values)).filter(ImageCodec::lossy);
    return lossy.isPresent() ? new Reference(images, lossy.get()) : images;
  }

  /**
   * Refuses a set that can't be kept with these options; usually because the codec can't encode it.
   * A store refuses the same before it writes anything.
   *
   * @throws BadInputException that begins with the option
   */
  default void check(ImageSet images, OptionValues values) throws BadInputException {
    Optional<Codec> codec = codec(values);
    if (codec.isPresent()) {
      Encoding.of(codec.get(), values).check(images);
    }
  }

  /** The store, as the options choose it. */
  ImageStore store(OptionValues values);

  /**
   * What a store takes on disk with these options, computed from sizes of images.
   *
   * @return empty if the adapter has no model of it
   */
  default Optional<FootprintModel> footprint(OptionValues values) {
    return Optional.empty();
  }

  /** The server that its stores need. */
  default Optional<Service> service() {
    return Optional.empty();
  }
}
