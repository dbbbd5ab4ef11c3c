package dev.imagestore.store.hdf5;

import dev.imagestore.codec.Codecs;
import dev.imagestore.image.ImageSet;
import dev.imagestore.input.BadInputException;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Access;
import dev.imagestore.store.Backend;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Threads;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.footprint.FootprintModel;
import java.util.List;
import java.util.Optional;

/** {@code hdf5}: one HDF5 file, by jHDF. */
public final class Hdf5Backend implements Backend {
  private static final Option ACCESS =
      Option.of(
              "hdf5Access",
              "streams of bytes below jHDF's headers, or nested arrays, as its README shows",
              Access.tuned)
          .documented(Access.documented);

  private static final Option CODEC =
      Option.of(Codecs.OPTION, "what images are encoded with", Encoding.PIXELS, "deflate");

  private static final Option THREADS =
      Threads.option("hdf5Threads", "how many threads compress or decompress chunks");

  /** How messages name the documented way. */
  static final String DOCUMENTED = ACCESS.name() + "=" + Access.documented;

  /** How messages name compressed chunks. */
  static final String DEFLATE = CODEC.name() + "=deflate";

  /** Why a store can't grow. */
  static final String WRITTEN_ONCE = "jHDF writes a file once and can't extend a dataset";

  /** What to do where one way meets what the other wrote. */
  static final String SAME_WAY = "open it with the " + ACCESS.name() + " that it was stored with";

  @Override
  public String name() {
    return "hdf5";
  }

  @Override
  public boolean compared() {
    return true;
  }

  @Override
  public List<Option> options() {
    return List.of(ACCESS, CODEC, THREADS);
  }

  @Override
  public List<Option> applicable(OptionValues values) {
    return documented(values)
        ? List.of(ACCESS)
        : deflate(values) ? options() : List.of(ACCESS, CODEC);
  }

  @Override
  public void check(ImageSet images, OptionValues values) throws BadInputException {
    if (documented(values)) {
      Hdf5Documented.checkShapes(images);
    } else if (deflate(values)) {
      Hdf5Deflate.checkShapes(images);
    }
  }

  @Override
  public Optional<FootprintModel> footprint(OptionValues values) {
    return Optional.of(
        documented(values)
            ? new Hdf5DocumentedFootprint()
            : deflate(values) ? new Hdf5DeflateFootprint() : new Hdf5Footprint());
  }

  @Override
  public ImageStore store(OptionValues values) {
    return documented(values)
        ? new Hdf5Documented()
        : deflate(values) ? new Hdf5Deflate(Threads.number(values.of(THREADS))) : new Hdf5Tuned();
  }

  private static boolean documented(OptionValues values) {
    return values.of(ACCESS, Access.class) == Access.documented;
  }

  private static boolean deflate(OptionValues values) {
    return !values.of(CODEC).equals(Encoding.PIXELS);
  }
}
