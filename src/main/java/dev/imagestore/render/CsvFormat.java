package dev.imagestore.render;

/** One line per configuration, for spreadsheets and scripts, in seconds and bytes. */
public final class CsvFormat implements Format {
  @Override
  public String name() {
    return "csv";
  }

  @Override
  public String render(Report report, boolean colours) {
    return report.csv().toString();
  }
}
