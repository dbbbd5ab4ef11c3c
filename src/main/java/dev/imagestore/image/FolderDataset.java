package dev.imagestore.image;

import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The user's own pictures: those of every file under a directory, in the order of their paths. The
 * label of a picture is the place of its directory's name among the sorted names of the directories
 * that hold pictures.
 *
 * <p>Every file counts as one that should be a picture, whatever its name; those that are none are
 * listed. Links are followed.
 */
final class FolderDataset implements Dataset {
  private final String name;
  private final Path directory;
  private final PictureFormat format;
  private Index index;

  private FolderDataset(String name, Path directory, PictureFormat format) {
    this.name = name;
    this.directory = directory;
    this.format = format;
  }

  /** The pictures under a directory that ImageIO reads. */
  static Dataset pictures(String name, String path) throws BadInputException {
    return of(name, path, new PictureFiles());
  }

  /** The uncompressed DICOM images under a directory. */
  static Dataset dicom(String name, String path) throws BadInputException {
    return of(name, path, new DicomFiles());
  }

  private static Dataset of(String name, String path, PictureFormat format)
      throws BadInputException {
    Path directory = Datasets.path(name, path);
    if (!Files.isDirectory(directory)) {
      throw BadInputException.of(
          directory,
          "a directory with images",
          Files.exists(directory) ? "a file" : "nothing of that name");
    }
    return new FolderDataset(name, directory, format);
  }

  /**
   * The files, found once.
   *
   * @param files sorted
   * @param labels names of directories, sorted; a label is a place in this list
   * @param labelOf the label of a directory's name
   */
  private record Index(List<Path> files, List<String> labels, Map<String, Integer> labelOf) {}

  @Override
  public String name() {
    return name;
  }

  @Override
  public String publicName() {
    return Datasets.publicName(name, Datasets.lastPart(directory));
  }

  private synchronized Index index() throws IOException {
    if (index == null) {
      index = find();
    }
    return index;
  }

  private Index find() throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        directory,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.add(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            files.add(file); // listed as unreadable when its turn comes
            return FileVisitResult.CONTINUE;
          }
        });
    if (files.isEmpty()) {
      throw BadInputException.of(directory, "images", "an empty directory");
    }
    files.sort(null);

    // One readable header tells that a directory holds pictures; the others need not be opened.
    Map<Path, Boolean> holdsPictures = new LinkedHashMap<>();
    BadInputException first = null;
    for (Path file : files) {
      if (holdsPictures.getOrDefault(file.getParent(), false)) {
        continue;
      }
      try {
        format.look(file);
        holdsPictures.put(file.getParent(), true);
      } catch (BadInputException e) {
        first = first == null ? e : first;
      }
    }
    if (holdsPictures.isEmpty()) {
      throw new BadInputException(
          directory
              + ": expected images, found none that can be read among "
              + files.size()
              + (files.size() == 1 ? " file" : " files")
              + "; the first: "
              + (first == null ? "" : first.getMessage()));
    }
    TreeSet<String> names = new TreeSet<>();
    holdsPictures.keySet().forEach(parent -> names.add(Datasets.lastPart(parent)));
    Map<String, Integer> labelOf = new HashMap<>();
    names.forEach(label -> labelOf.put(label, labelOf.size()));
    return new Index(List.copyOf(files), List.copyOf(names), labelOf);
  }

  @Override
  public long size() throws IOException {
    Count count = new Count();
    scan(Long.MAX_VALUE, count);
    return count.images;
  }

  @Override
  public long bytes(long limit) throws IOException {
    Count count = new Count();
    scan(limit, count);
    return count.bytes;
  }

  /** Looks at headers until {@code limit} pictures were found. */
  private void scan(long limit, Count count) throws IOException {
    for (Path file : index().files()) {
      if (count.images == limit) {
        return;
      }
      try {
        PictureFormat.Content content = format.look(file);
        count.add(content, Math.min(content.pictures(), limit - count.images));
      } catch (BadInputException e) {
        count.unreadable.add(e.getMessage());
      }
    }
  }

  @Override
  public void read(long limit, ImageSink sink) throws IOException {
    Index all = index();
    long found = 0;
    BadInputException last = null;
    for (Path file : all.files()) {
      if (found == limit) {
        return;
      }
      int pictures = 1;
      for (int i = 0; i < pictures && found < limit; i++) {
        PictureFormat.Picture picture;
        try {
          picture = format.read(file, i);
        } catch (BadInputException e) {
          sink.unreadable(e);
          last = e;
          break;
        }
        Integer label = all.labelOf().get(Datasets.lastPart(file.getParent()));
        if (label == null) {
          throw new BadInputException(file + ": appeared while the directory was read; try again");
        }
        PictureFormat.Content content = picture.content();
        pictures = content.pictures();
        sink.image(content.shape(), content.signed(), label, ByteBuffer.wrap(picture.pixels()));
        found++;
      }
    }
    if (found == 0) {
      throw new BadInputException(
          directory
              + ": expected images, found none that can be decoded; the last: "
              + (last == null ? "" : last.getMessage()));
    }
  }

  /** Decodes every picture: a header does not tell that the pixels behind it are all there. */
  @Override
  public DatasetSummary summary() throws IOException {
    Count count = new Count();
    for (Result result : index().files().parallelStream().map(this::decode).toList()) {
      if (result.content != null) {
        count.add(result.content, result.content.pictures());
      } else {
        count.unreadable.add(result.why);
      }
    }
    return new DatasetSummary(
        count.images,
        count.shapes.inWords(),
        index().labels().size(),
        count.bytes,
        "",
        count.unreadable);
  }

  /** What a file holds, or why there is nothing. */
  private record Result(PictureFormat.Content content, String why) {}

  private Result decode(Path file) {
    try {
      PictureFormat.Content content = format.read(file, 0).content();
      for (int i = 1; i < content.pictures(); i++) {
        content = format.read(file, i).content();
      }
      return new Result(content, null);
    } catch (IOException e) {
      return new Result(null, e.getMessage());
    }
  }

  @Override
  public List<String> labelNames() throws IOException {
    return index().labels();
  }

  /** What was found so far. */
  private static final class Count {
    private final Shapes shapes = new Shapes();
    private final List<String> unreadable = new ArrayList<>();
    private long images;
    private long bytes;

    void add(PictureFormat.Content content, long pictures) {
      images += pictures;
      bytes += pictures * content.shape().bytes();
      shapes.add(content.shape(), content.signed());
    }
  }
}
