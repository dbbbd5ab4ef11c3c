package dev.imagestore.render;

/**
 * All that the tables hold, for scripts. Times are in seconds, sizes in bytes; an estimate has its
 * interval and the number of its forks; what is not known is null.
 */
public final class JsonFormat implements Format {
  @Override
  public String name() {
    return "json";
  }

  @Override
  public String render(Report report, boolean colours) {
    return Json.text(report.json());
  }
}
