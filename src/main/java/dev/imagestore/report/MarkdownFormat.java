package dev.imagestore.report;

import java.util.List;
import java.util.Optional;

/** Tables for an issue or a README. */
public final class MarkdownFormat implements ReportFormat {
  @Override
  public String render(List<Figures> runs) {
    return MarkdownRenderer.render(ReportDocument.of(runs));
  }

  @Override
  public Optional<String> renderArticle(List<Figures> runs) {
    return Optional.of(MarkdownRenderer.render(ArticleDocument.of(runs)));
  }
}
