package dev.imagestore.image;

import dev.imagestore.input.BadInputException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The kinds of datasets: the one list of them. */
public final class Datasets {
  private static final List<Kind> KINDS =
      List.of(
          new Kind("synthetic", "synthetic[:WxHxC[x16]]", SyntheticDataset::parse),
          new Kind("cifar10", "cifar10[:DIR or :FILE.tar.gz]", Cifar10Dataset::parse),
          new Kind("folder", "folder:DIR", FolderDataset::parse));

  private Datasets() {}

  /** Makes a dataset from its whole name and what follows the colon, empty if there is none. */
  @FunctionalInterface
  private interface Parser {
    Dataset parse(String name, String rest) throws BadInputException;
  }

  /**
   * A kind.
   *
   * @param word what its names begin with
   * @param usage how its names are written
   */
  private record Kind(String word, String usage, Parser parser) {}

  /**
   * The dataset of that name.
   *
   * @throws BadInputException if there is none, with the known ones
   */
  public static Dataset parse(String name) throws BadInputException {
    int colon = name.indexOf(':');
    String word = colon < 0 ? name : name.substring(0, colon);
    String rest = colon < 0 ? "" : name.substring(colon + 1);
    for (Kind kind : KINDS) {
      if (kind.word.equals(word) && (colon < 0 || !rest.isEmpty())) {
        return kind.parser.parse(name, rest);
      }
    }
    throw new BadInputException(
        "dataset: expected " + String.join(", ", usages()) + ", found \"" + name + "\"");
  }

  /** How the names of each kind are written. */
  public static List<String> usages() {
    return KINDS.stream().map(Kind::usage).collect(Collectors.toList());
  }

  /** The path in a dataset's name. */
  static Path path(String name, String path) throws BadInputException {
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw new BadInputException(name + ": expected a path, found " + e.getMessage(), e);
    }
  }

  /** The last part of a path, {@code scans} of {@code ../scans/.}; what may be published of it. */
  static String lastPart(Path path) {
    Path last = path.toAbsolutePath().normalize().getFileName();
    return last == null ? "" : last.toString();
  }

  /**
   * Refuses a number of images that is no number of images.
   *
   * @throws BadInputException if {@code cutoff} is 0 or less
   */
  public static void checkCutoff(long cutoff) throws BadInputException {
    if (cutoff < 1) {
      throw new BadInputException("cutoff: expected 1 image or more, found " + cutoff);
    }
  }
}
