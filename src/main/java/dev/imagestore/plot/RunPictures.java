package dev.imagestore.plot;

import dev.imagestore.input.BadInputException;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The pictures of a run, as PNG and SVG. Needs no display. */
public final class RunPictures {
  private RunPictures() {}

  /**
   * Draws all pictures that {@code run} has figures for, each as {@code <name>.png} and {@code
   * <name>.svg}.
   *
   * @param dir where to; made if it is missing, files of the same names are replaced
   * @param missing is told, in one line each, which pictures are not drawn and why
   * @return the files written
   * @throws IOException if a file can't be written, or this JVM can't draw
   */
  public static List<Path> draw(ResultFile run, Path dir, Consumer<String> missing)
      throws IOException {
    Gallery gallery = Gallery.of(run);
    gallery.missing().forEach(missing);
    List<Path> files = new ArrayList<>();
    if (gallery.pictures().isEmpty()) {
      return files;
    }
    needNoDisplay();
    Files.createDirectories(dir);
    for (Picture picture : gallery.pictures()) {
      Drawing drawing = new Drawing(picture, palette(picture, gallery));
      files.add(write(dir.resolve(picture.name() + ".png"), Canvas.png(drawing)));
      files.add(
          write(dir.resolve(picture.name() + ".svg"), Canvas.svg(drawing, picture.inWords())));
    }
    return files;
  }

  /** That of the backends, but where curves are about something else. */
  private static Palette palette(Picture picture, Gallery gallery) {
    return picture.groups().isEmpty()
        ? gallery.palette()
        : new Palette(picture.curves().stream().map(Curve::subject).toList());
  }

  /** The same; what is missing is said on standard error. */
  public static List<Path> draw(ResultFile run, Path dir) throws IOException {
    return draw(run, dir, System.err::println);
  }

  /** Must come before the first use of AWT, which otherwise looks for a display. */
  static void needNoDisplay() throws BadInputException {
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
    try {
      // The first text that is measured finds out whether there are fonts.
      Drawing.measure("100 µs");
    } catch (RuntimeException | LinkageError | InternalError e) {
      throw new BadInputException(
          "no pictures: this JVM has no fonts to draw with ("
              + e.getClass().getSimpleName()
              + "); install fontconfig and a font, such as fonts-dejavu-core",
          e);
    }
  }

  static Path write(Path file, byte[] bytes) throws IOException {
    WholeFile.write(file, bytes);
    return file;
  }
}
