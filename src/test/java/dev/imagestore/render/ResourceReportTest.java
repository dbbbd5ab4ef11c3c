package dev.imagestore.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.analysis.ComparisonRuns;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Metric;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ResourceReportTest {
  private static final Map<String, Metric> COUNTED =
      Map.of(
          "allocated", ComparisonRuns.metric("B", 38.4186, 38.4186),
          "readCalls", ComparisonRuns.metric("calls", 0.014, 0.014),
          "bytesRead", ComparisonRuns.metric("B", 3077.096, 3077.096),
          "writeCalls", ComparisonRuns.metric("calls", 0, 0),
          "cpuTime", ComparisonRuns.metric("ns", 410, 410));

  @Test
  void eachResourceIsAColumnForPeople() throws Exception {
    String text = Formats.render("text", report(COUNTED));
    assertThat(text.replaceAll(" +", " "))
        .contains("ReadBenchmark.readMany")
        .contains("images backend allocated B readCalls writeCalls bytesRead B cpuTime")
        .contains("1,000 hdf5 38.42 0.014 0 3,077 410 ns");
    assertThat(Formats.render("markdown", report(COUNTED))).contains("| 0.014 |");
  }

  @Test
  void whatIsNotCountedIsNamed() throws Exception {
    assertThat(Formats.render("text", report(COUNTED)).replaceAll("\\s+", " "))
        .contains("Not counted where or when this was measured:")
        .contains("bytesWritten, pageFaults, deviceRead, bytesDirtied.");
    assertThat(Formats.render("text", report(Map.of())))
        .contains("allocated, readCalls")
        .doesNotContain("hdf5");
  }

  @Test
  void programsGetAllDigitsInThisReportAndInTheOther() throws Exception {
    RunSummary run = run(COUNTED);
    for (Report report : List.of(new ResourceReport(List.of(run)), new RunReport(List.of(run)))) {
      List<String> csv = Formats.render("csv", report).lines().toList();
      assertThat(csv.get(0)).contains("allocated,read_calls,write_calls,bytes_read,cpu_time");
      assertThat(csv.get(1)).contains("38.4186,0.014,0,3077.1,410");
      assertThat(Formats.render("json", report)).contains("\"readCalls\"");
    }
  }

  private static ResourceReport report(Map<String, Metric> counted) {
    return new ResourceReport(List.of(run(counted)));
  }

  private static RunSummary run(Map<String, Metric> counted) {
    BenchmarkResult result =
        ComparisonRuns.result(
            ComparisonRuns.READ_MANY,
            "thrpt",
            1,
            Map.of("backend", "hdf5", "cutoff", "1000", "dataset", "synthetic"),
            ComparisonRuns.metric("ops/s", 5000, 5010),
            new TreeMap<>(counted));
    return RunSummary.of(new ComparisonRuns("counted", 1).add(result).file());
  }
}
