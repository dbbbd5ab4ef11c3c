package dev.imagestore.result;

import static org.assertj.core.api.Assertions.assertThat;

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
}
