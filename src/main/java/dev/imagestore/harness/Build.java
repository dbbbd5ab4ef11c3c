package dev.imagestore.harness;

import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A build of the suite.
 *
 * @param jar where it is
 * @param sha256 of the jar, in hexadecimal
 */
public record Build(Path jar, String sha256) {
  /**
   * A jar.
   *
   * @throws BadInputException if it can't be read
   */
  public static Build of(Path jar) throws IOException {
    if (!Files.isRegularFile(jar)) {
      throw BadInputException.of(
          jar,
          "a build of the suite (--jar)",
          Files.isDirectory(jar) ? "a directory" : "no such file",
          "mvn package makes target/benchmarks.jar");
    }
    checkIsJar(jar);
    MessageDigest digest = sha256Digest();
    try (InputStream in = Files.newInputStream(jar)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return new Build(jar, HexFormat.of().formatHex(digest.digest()));
  }

  /** Before anything is measured that would then have nothing to be compared with. */
  private static void checkIsJar(Path jar) throws IOException {
    try {
      new ZipFile(jar.toFile()).close();
    } catch (ZipException e) {
      throw BadInputException.of(
          jar, "a build of the suite (--jar)", "no jar", "mvn package makes target/benchmarks.jar");
    }
  }

  /** The jar that this class is in; empty if it is in none, as while it is tested. */
  public static Optional<Build> current() throws IOException {
    try {
      Path jar = Path.of(Build.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Files.isRegularFile(jar) ? Optional.of(of(jar)) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
