package dev.imagestore.render;

import dev.imagestore.analysis.RunSummary;
import java.util.List;
import java.util.Optional;

/** Tables for an issue or a README. */
public final class MarkdownFormat implements ReportFormat {
  @Override
  public String render(List<RunSummary> runs) {
    return MarkdownRenderer.render(ReportDocument.of(runs));
  }

  @Override
  public Optional<String> renderArticle(List<RunSummary> runs) {
    return Optional.of(MarkdownRenderer.render(ArticleDocument.of(runs)));
  }

  @Override
  public Optional<String> renderLimits(List<RunSummary> runs) {
    return Optional.of(MarkdownRenderer.render(LimitsDocument.of(runs)));
  }
}
