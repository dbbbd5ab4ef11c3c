package dev.imagestore.render;

import dev.imagestore.analysis.RunSummary;
import java.util.List;
import java.util.Optional;

/** Tables for a terminal. */
public final class TextFormat implements ReportFormat {
  private final boolean colours;

  /**
   * Makes the form.
   *
   * @param colours true only for a terminal that wants them
   */
  public TextFormat(boolean colours) {
    this.colours = colours;
  }

  @Override
  public String render(List<RunSummary> runs) {
    return TextRenderer.render(ReportDocument.of(runs), colours);
  }

  @Override
  public Optional<String> renderArticle(List<RunSummary> runs) {
    return Optional.of(TextRenderer.render(ArticleDocument.of(runs), colours));
  }

  @Override
  public Optional<String> renderLimits(List<RunSummary> runs) {
    return Optional.of(TextRenderer.render(LimitsDocument.of(runs), colours));
  }
}
