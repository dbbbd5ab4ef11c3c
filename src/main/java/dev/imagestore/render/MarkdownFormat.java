package dev.imagestore.render;

/** Tables for an issue or a README. */
public final class MarkdownFormat implements Format {
  @Override
  public String name() {
    return "markdown";
  }

  @Override
  public String render(Report report, boolean colours) {
    return MarkdownRenderer.render(report.document());
  }
}
