package dev.imagestore.store.s3;

import dev.imagestore.input.BadInputException;
import dev.imagestore.store.Service;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * The bucket of a run: the user's own, if {@value #VARIABLE} names it; otherwise one of S3Proxy, in
 * this process, which keeps each object in a file.
 */
final class S3Service implements Service {
  /** Environment variable: the user's own bucket, {@code https://HOST/BUCKET}. */
  static final String VARIABLE = "IMAGESTORE_S3";

  static final String NAME = "s3";

  private static final String POM = "/META-INF/maven/org.gaul/s3proxy/pom.properties";
  private static final int SECRET_BYTES = 24;
  private static final String BUCKET = "images";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Running start(Path directory) throws IOException {
    Optional<String> users =
        Optional.ofNullable(System.getenv(VARIABLE)).filter(url -> !url.isBlank());
    return users.isPresent() ? UsersBucket.begin(users.get()) : proxy(directory);
  }

  private static Running proxy(Path directory) throws IOException {
    String user = random();
    String secret = random();
    Files.createDirectories(directory.resolve(BUCKET));
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(new FilesystemNio2BlobStore(directory.toString()))
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, user, secret)
            .stopTimeout(0)
            .build();
    try {
      proxy.start();
    } catch (Exception e) { // As the library declares it.
      throw new BadInputException("S3Proxy did not start: " + e.getClass().getSimpleName(), e);
    }
    Map<String, String> properties =
        Map.of(
            S3Bucket.ENDPOINT,
            "http://127.0.0.1:" + proxy.getPort(),
            S3Bucket.NAME,
            BUCKET,
            S3Bucket.PREFIX,
            "",
            S3Bucket.USER,
            user,
            S3Bucket.SECRET,
            secret,
            S3Bucket.DATA,
            directory.toString(),
            VERSION,
            "S3Proxy " + version(),
            PROCESS,
            Long.toString(ProcessHandle.current().pid()));
    return new Running() {
      @Override
      public Map<String, String> properties() {
        return properties;
      }

      @Override
      public void close() throws IOException {
        try {
          proxy.stop();
        } catch (Exception e) { // As the library declares it.
          throw new IOException("S3Proxy did not stop", e);
        }
      }
    };
  }

  private static String random() {
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private static String version() throws IOException {
    Properties pom = new Properties();
    try (InputStream in = S3Proxy.class.getResourceAsStream(POM)) {
      if (in != null) {
        pom.load(in);
      }
    }
    return pom.getProperty("version", "");
  }
}
