package dev.imagestore.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishableTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "/usr/lib/jvm/jdk-17/bin/java, java",
        "-Xlog:gc:file=/Users/ann/gc.log, -Xlog:gc:file=gc.log",
        "folder:/Users/ann/scans, folder:scans",
        "-XX:+UseSerialGC, -XX:+UseSerialGC",
        "--add-opens=java.base/java.nio=ALL-UNNAMED, --add-opens=java.base/java.nio=ALL-UNNAMED",
        "C:\\Users\\ann\\jdk\\bin\\java.exe, java.exe",
        "-javaagent:/opt/a/agent.jar=/opt/b/conf.xml, -javaagent:agent.jar=conf.xml",
        "10/20, 10/20",
        "Read.*|Store, Read.*|Store"
      })
  void pathsAreReducedToTheirLastPart(String text, String published) {
    assertThat(Publishable.text(text)).isEqualTo(published);
  }

  @Test
  void jmhJsonStaysJmhJson() {
    String json =
        """
        [{"benchmark":"b","forks":1,"jvm":"/opt/jdk/bin/java",
          "jvmArgs":["-Xmx1g","-Dimagestore.run=/tmp/run-1","-XX:HeapDumpPath=/tmp/dump"],
          "params":{"dataset":"folder:/Users/ann/scans","cutoff":"10"},
          "primaryMetric":{"score":1234.5,"scoreError":"NaN","rawData":[[1.0],[2.0]]},
          "secondaryMetrics":{}}]
        """;
    String published =
        Publishable.json(json, "imagestore.run", Map.of("folder:/Users/ann/scans", "folder:scans"));
    assertThat(published)
        .contains("\"jvm\" : \"java\"")
        .contains("\"-XX:HeapDumpPath=dump\"")
        .contains("\"dataset\" : \"folder:scans\"")
        .contains("\"forks\" : 2")
        .contains("\"scoreError\" : \"NaN\"")
        .doesNotContain("/tmp")
        .doesNotContain("ann")
        .doesNotContain("imagestore.run");
  }
}
