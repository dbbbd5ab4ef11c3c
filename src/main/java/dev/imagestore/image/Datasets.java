package dev.imagestore.image;

import dev.imagestore.input.BadInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The kinds of datasets: the one list of them. */
public final class Datasets {
  private static final List<Kind> KINDS =
      List.of(
          new Kind("synthetic", List.of("", "WxHxC[x16]"), SyntheticDataset::parse),
          new Kind("cifar10", List.of("", "DIR", "FILE.tar.gz"), Cifar10Dataset::parse),
          new Kind("folder", List.of("DIR"), FolderDataset::pictures),
          new Kind("npz", List.of("FILE"), NpzDataset::parse),
          new Kind("nifti", List.of("FILE"), NiftiDataset::parse),
          new Kind("dicom", List.of("DIR"), FolderDataset::dicom));

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
   * @param rests what may follow a colon; empty text if the word may stand alone
   */
  private record Kind(String word, List<String> rests, Parser parser) {
    Stream<String> usages() {
      return rests.stream().map(rest -> rest.isEmpty() ? word : word + ":" + rest);
    }

    boolean accepts(boolean colon, String rest) {
      return colon ? !rest.isEmpty() : rests.contains("");
    }
  }

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
      if (kind.word.equals(word) && kind.accepts(colon >= 0, rest)) {
        return kind.parser.parse(name, rest);
      }
    }
    throw new BadInputException(
        "dataset: expected " + String.join(", ", usages()) + ", found \"" + name + "\"");
  }

  /** The datasets that need nothing of the user but their name. */
  public static List<String> ready() {
    return KINDS.stream().filter(k -> k.rests.contains("")).map(Kind::word).toList();
  }

  /** How names are written, all ways. */
  public static List<String> usages() {
    return KINDS.stream().flatMap(Kind::usages).toList();
  }

  /** The path in a dataset's name. */
  static Path path(String name, String path) throws BadInputException {
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw new BadInputException(name + ": expected a path, found " + e.getMessage(), e);
    }
  }

  /** The file in a dataset's name, which must be there. */
  static Path file(String name, String path, String what) throws BadInputException {
    Path file = path(name, path);
    if (!Files.isRegularFile(file)) { // reading a pipe would wait for ever
      throw BadInputException.of(
          file, what, Files.exists(file) ? "no regular file" : "nothing of that name");
    }
    return file;
  }

  /** What may be published of a name: the kind, and {@code last} in place of the path. */
  static String publicName(String name, String last) {
    return name.substring(0, name.indexOf(':') + 1) + last;
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
