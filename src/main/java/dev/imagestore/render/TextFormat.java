package dev.imagestore.render;

/** Tables for a terminal. */
public final class TextFormat implements Format {
  @Override
  public String name() {
    return Formats.DEFAULT;
  }

  @Override
  public String render(Report report, boolean colours) {
    return TextRenderer.render(report.document(), colours);
  }
}
