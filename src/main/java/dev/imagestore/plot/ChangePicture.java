package dev.imagestore.plot;

import dev.imagestore.analysis.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The picture of a comparison: a dot and its interval for each configuration. */
public final class ChangePicture {
  private ChangePicture() {}

  /** What it shows, for those who don't see it; empty if there is none. */
  public static String inWords(List<Comparison> comparisons) {
    return comparisons.stream().allMatch(c -> c.rows().isEmpty())
        ? ""
        : new ChangeDrawing(comparisons).inWords();
  }

  /**
   * Draws {@code <name>.png} and {@code <name>.svg}.
   *
   * @param comparisons all with the same base
   * @param dir where to; made if it is missing, files of the same names are replaced
   * @return the files written; none if no row was compared
   * @throws IOException if a file can't be written, or this JVM can't draw
   */
  public static List<Path> draw(List<Comparison> comparisons, Path dir, String name)
      throws IOException {
    if (comparisons.stream().allMatch(c -> c.rows().isEmpty())) {
      return List.of();
    }
    RunPictures.needNoDisplay();
    Files.createDirectories(dir);
    ChangeDrawing drawing = new ChangeDrawing(comparisons);
    return List.of(
        RunPictures.write(dir.resolve(name + ".png"), Canvas.png(drawing)),
        RunPictures.write(dir.resolve(name + ".svg"), Canvas.svg(drawing, drawing.inWords())));
  }
}
