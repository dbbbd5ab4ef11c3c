package dev.imagestore.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagestore.image.ImageShape;
import dev.imagestore.input.OptionValues;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are opened with the tools of their formats, where these are installed. */
class OtherDecodersTest {
  private static final ImageShape SHAPE = new ImageShape(37, 23, 3, 8);

  @TempDir Path temp;

  @Test
  void gzipUnpacksDeflate() throws Exception {
    assertThat(decoded("deflate", "gzip", "-dc")).isEqualTo(pixels());
  }

  @Test
  void zstdUnpacksZstd() throws Exception {
    assertThat(decoded("zstd", "zstd", "-dc")).isEqualTo(pixels());
  }

  @Test
  void dwebpOpensWebp() throws Exception {
    ByteArrayOutputStream ppm = new ByteArrayOutputStream();
    ppm.writeBytes("P6\n37 23\n255\n".getBytes(StandardCharsets.US_ASCII));
    ppm.writeBytes(pixels());
    assertThat(decoded("webp", "dwebp", "-quiet", "-ppm", "-o", "-", "--"))
        .isEqualTo(ppm.toByteArray());
  }

  private static byte[] pixels() {
    byte[] pixels = new byte[SHAPE.bytes()];
    new Random(1).nextBytes(pixels);
    return pixels;
  }

  /** What a tool makes of a file of a codec, whose name is put behind its arguments. */
  private byte[] decoded(String codec, String... command) throws IOException, InterruptedException {
    assumeTrue(isInstalled(command[0]), command[0] + " is not installed");
    ImageCodec chosen = Codecs.named(codec).with(OptionValues.DEFAULTS);
    Path file = temp.resolve("image" + chosen.suffix());
    try (ImageEncoder encoder = chosen.encoder()) {
      int length = encoder.encode(SHAPE, pixels());
      Files.write(file, Arrays.copyOf(encoder.file(), length));
    }
    String[] all = Arrays.copyOf(command, command.length + 1);
    all[command.length] = file.toString();
    Process process =
        new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    byte[] out = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
    return out;
  }

  private static boolean isInstalled(String tool) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(dir -> Files.isExecutable(Path.of(dir, tool)));
  }
}
