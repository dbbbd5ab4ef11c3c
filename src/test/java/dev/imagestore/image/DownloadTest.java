package dev.imagestore.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
  private static final Download.Display QUIET = size -> Progress.SILENT;

  @TempDir Path dir;
  private final byte[] content = new byte[300_000];
  private final List<String> ranges = new ArrayList<>();
  private HttpServer server;
  private Path target;

  /** What the server does with the next requests. */
  private boolean understandsRanges = true;

  private int cutOffAfter = Integer.MAX_VALUE;
  private int status = 200;

  @BeforeEach
  void start() throws IOException {
    new Random(3).nextBytes(content);
    target = dir.resolve("cache/imagestore/archive");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/archive", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(String.valueOf(range));
    int from = 0;
    if (status != 200) {
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
      return;
    }
    if (range != null && understandsRanges) {
      from = Integer.parseInt(range.replaceAll("bytes=([0-9]+)-", "$1"));
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
    int length = Math.min(content.length - from, cutOffAfter);
    OutputStream body = exchange.getResponseBody();
    body.write(content, from, length);
    body.flush();
    if (length < content.length - from) {
      throw new IOException("this makes the server close the connection");
    }
    exchange.close();
  }

  private URI address() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/archive");
  }

  private Download download() {
    return new Download(
        address(), content.length, HexFormat.of().formatHex(Fingerprint.sha256().digest(content)));
  }

  private Path part() {
    return target.resolveSibling("archive.part");
  }

  @Test
  void fetchesOnce() throws IOException {
    List<Long> progress = new ArrayList<>();
    Progress record =
        new Progress() {
          @Override
          public void reached(long bytes) {
            progress.add(bytes);
          }

          @Override
          public void close() {
            progress.add(-1L);
          }
        };
    assertThat(download().isComplete(target)).isFalse();
    assertThat(download().to(target, size -> record)).isEqualTo(target).hasBinaryContent(content);
    assertThat(progress).endsWith((long) content.length, -1L);
    assertThat(part()).doesNotExist();

    download().to(target, QUIET);
    assertThat(ranges).containsExactly("null");
  }

  @Test
  void goesOnWhereItWasCutOff() throws IOException {
    cutOffAfter = 100_000;
    assertThatThrownBy(() -> download().to(target, QUIET))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(address() + ": can't be downloaded (")
        .hasMessageContaining("try again to go on where it ended, or fetch " + address())
        .hasMessageEndingWith("put it at " + target);
    assertThat(target).doesNotExist();
    assertThat(part()).hasBinaryContent(Arrays.copyOf(content, 100_000));

    cutOffAfter = Integer.MAX_VALUE;
    download().to(target, QUIET);
    assertThat(target).hasBinaryContent(content);
    assertThat(ranges).containsExactly("null", "bytes=100000-");
  }

  @Test
  void beginsAgainWhereTheServerSendsAll() throws IOException {
    Files.createDirectories(target.getParent());
    Files.write(part(), new byte[1000]);
    understandsRanges = false;
    download().to(target, QUIET);
    assertThat(target).hasBinaryContent(content);
  }

  @Test
  void needsNoServerForPartThatIsWhole() throws IOException {
    Files.createDirectories(target.getParent());
    Files.write(part(), content);
    download().to(target, QUIET);
    assertThat(target).hasBinaryContent(content);
    assertThat(ranges).isEmpty();
  }

  @Test
  void refusesWrongChecksum() throws IOException {
    Files.createDirectories(target.getParent());
    Files.write(part(), new byte[1000]); // not what the file begins with
    String found =
        HexFormat.of()
            .formatHex(
                Fingerprint.sha256()
                    .digest(concat(new byte[1000], Arrays.copyOfRange(content, 1000, 300_000))));
    assertThatThrownBy(() -> download().to(target, QUIET))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(
            part()
                + ": expected sha256 "
                + download().sha256()
                + ", found "
                + found
                + "; it is deleted; try again, or fetch "
                + address());
    assertThat(target).doesNotExist();
    assertThat(part()).doesNotExist();
    download().to(target, QUIET);
    assertThat(target).hasBinaryContent(content);
  }

  @Test
  void refusesWrongFileThatWasPutThereByHand() throws IOException {
    Files.createDirectories(target.getParent());
    Files.write(target, new byte[content.length]);
    assertThatThrownBy(() -> download().to(target, QUIET))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(target + ": expected sha256 " + download().sha256() + ", found ")
        .hasMessageEndingWith("; delete it, then it is downloaded again");
    assertThat(ranges).isEmpty();
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  @Test
  void refusesLongerFile() {
    Download shorter = new Download(address(), 1000, download().sha256());
    assertThatThrownBy(() -> shorter.to(target, QUIET))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("expected 1,000 B, found more");
    assertThat(target).doesNotExist();
  }

  @Test
  void saysWhatToFetchWhereThereIsNoServer() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    URI nowhere = URI.create("http://localhost:" + closed + "/archive");
    Download download = new Download(nowhere, 5, "ab");
    assertThatThrownBy(() -> download.to(target, QUIET))
        .isInstanceOf(BadInputException.class)
        .hasMessageMatching(
            "\\Q"
                + nowhere
                + ": can't be downloaded (\\E[^\\n]*\\Q); fetch "
                + nowhere
                + " (5 B, sha256 ab) on a machine with a network and put it at "
                + target
                + "\\E");
    assertThat(part()).doesNotExist();
  }

  @Test
  void saysWhatTheServerAnswered() {
    status = 404;
    assertThatThrownBy(() -> download().to(target, QUIET))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(address() + ": expected HTTP status 200, found 404; fetch ");
  }

  @Test
  void leavesDownloadOfAnotherAlone() throws IOException {
    Files.createDirectories(target.getParent());
    try (FileChannel other =
        FileChannel.open(part(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(other.lock()).isNotNull();
      assertThatThrownBy(() -> download().to(target, QUIET))
          .isInstanceOf(BadInputException.class)
          .hasMessage(part() + ": another process is downloading it; wait for that one");
    }
  }

  @Test
  void datasetIsReadFromWhatWasDownloaded() throws IOException {
    byte[] archive = CifarFiles.archive(CifarFiles.entries(Cifar10.Layout.BINARY));
    server.createContext(
        "/cifar",
        exchange -> {
          exchange.sendResponseHeaders(200, archive.length);
          exchange.getResponseBody().write(archive);
          exchange.close();
        });
    Download download =
        new Download(
            address().resolve("/cifar"),
            archive.length,
            HexFormat.of().formatHex(Fingerprint.sha256().digest(archive)));
    Dataset data =
        new Cifar10Dataset("cifar10", "cifar10", new Cifar10Dataset.Downloaded(download, target));
    assertThat(data.summary().images()).isEqualTo(50_000);
    assertThat(data.summary().remark()).startsWith("not downloaded yet (");
    assertThat(target).doesNotExist();
    assertThat(Reading.of(data, 4).labels).containsExactly(1, 2, 2, 3);
    assertThat(target).exists();
    assertThat(data.summary().images()).isEqualTo(20);
    assertThat(data.summary().remark()).isEmpty();
  }
}
