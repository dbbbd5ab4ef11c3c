package dev.imagestore.store.hdf5;

import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Access;
import dev.imagestore.store.Backend;
import dev.imagestore.store.ImageStore;
import java.util.List;

/** {@code hdf5}: one HDF5 file, by jHDF. */
public final class Hdf5Backend implements Backend {
  private static final Option ACCESS =
      Option.of(
              "hdf5Access",
              "streams of bytes below jHDF's headers, or nested arrays, as its README shows",
              Access.tuned)
          .documented(Access.documented);

  /** How messages name the documented way. */
  static final String DOCUMENTED = ACCESS.name() + "=" + Access.documented;

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
    return List.of(ACCESS);
  }

  @Override
  public ImageStore store(OptionValues values) {
    return switch (values.of(ACCESS, Access.class)) {
      case tuned -> new Hdf5Tuned();
      case documented -> new Hdf5Documented();
    };
  }
}
