package dev.imagestore.plot;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** Charts as the bytes of a file. */
final class Canvas {
  /** Pixels of a PNG for each unit of the drawing: sharp on screens of twice the usual density. */
  private static final int SCALE = 2;

  private Canvas() {}

  /** A PNG of twice the width by twice the height in pixels. */
  static byte[] png(Chart chart) throws IOException {
    BufferedImage image =
        new BufferedImage(
            SCALE * chart.width(), SCALE * chart.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.scale(SCALE, SCALE);
    chart.paint(g);
    g.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image, "png", bytes)) {
      throw new IOException("this JVM can't write PNG");
    }
    return bytes.toByteArray();
  }

  /**
   * An SVG. Its letters are shapes, so that it looks the same wherever it is seen; what it shows is
   * said in words in its title.
   */
  static byte[] svg(Chart chart, String title) throws IOException {
    VectorGraphics2D g = new LettersAsShapes();
    chart.paint(g);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new SVGProcessor()
        .getDocument(g.getCommands(), new PageSize(0, 0, chart.width(), chart.height()))
        .writeTo(bytes);
    String svg = TOO_EXACT.matcher(bytes.toString(StandardCharsets.UTF_8)).replaceAll("$1");
    int afterRoot = svg.indexOf('>', svg.indexOf("<svg")) + 1;
    return (svg.substring(0, afterRoot)
            + "<title>"
            + escape(title)
            + "</title>"
            + svg.substring(afterRoot))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Hundredths of a unit are enough; the rest is three quarters of the file. */
  private static final Pattern TOO_EXACT = Pattern.compile("(\\.\\d\\d)\\d+");

  private static String escape(String text) {
    return text.replaceAll("[\\p{Cntrl}\\uFFFE\\uFFFF]", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }

  /** A viewer may lack the fonts that the text was laid out with. */
  private static final class LettersAsShapes extends VectorGraphics2D {
    @Override
    public void drawString(String text, float x, float y) {
      if (!text.isBlank()) {
        Font font = getFont();
        drawGlyphVector(font.createGlyphVector(getFontRenderContext(), text), x, y);
      }
    }

    @Override
    public void drawGlyphVector(GlyphVector glyphs, float x, float y) {
      fill(glyphs.getOutline(x, y));
    }

    @Override
    public FontRenderContext getFontRenderContext() {
      return new FontRenderContext(null, true, true);
    }
  }
}
