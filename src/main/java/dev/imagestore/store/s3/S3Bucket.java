package dev.imagestore.store.s3;

import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.Retries;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The bucket of a run as this process knows it. Its client lives as long as the process, as the
 * library's documentation wants it; opening a store opens no client.
 */
final class S3Bucket {
  /** Property of the service: {@code https://HOST}. */
  static final String ENDPOINT = "endpoint";

  /** Property of the service: the bucket. */
  static final String NAME = "bucket";

  /** Property of the service: what the names of all objects of the run begin with. */
  static final String PREFIX = "prefix";

  /** Property of the service: the access key, where the server is ours. */
  static final String USER = "user";

  /** Property of the service: the secret key, where the server is ours. */
  static final String SECRET = "secret";

  /** Property of the service: where a server of ours keeps its buckets. */
  static final String DATA = "data";

  private static final Duration TO_CONNECT = Duration.ofSeconds(10);
  private static final Duration TO_ANSWER = Duration.ofSeconds(30);

  /** As many as one request may delete. */
  private static final int DELETED_AT_ONCE = 1000;

  private static final String LABEL = "label";

  /** {@code bytes 0-1023/46080}. */
  private static final Pattern RANGE = Pattern.compile("bytes \\d+-\\d+/(\\d{1,18})");

  private static final Map<Map<String, String>, S3Bucket> KNOWN = new ConcurrentHashMap<>();

  static {
    // The JDK's HTTP client keeps five connections to a server and would close all others of many
    // requests at a time. It looks when it is loaded.
    if (System.getProperty("http.maxConnections") == null) {
      System.setProperty("http.maxConnections", "256");
    }
  }

  private final S3Client client;
  private final String bucket;
  private final String prefix;
  private final Optional<Path> data;

  private S3Bucket(Map<String, String> properties) {
    bucket = properties.get(NAME);
    prefix = properties.get(PREFIX);
    data = Optional.ofNullable(properties.get(DATA)).map(path -> Path.of(path).resolve(bucket));
    client =
        S3Client.builder()
            .endpointOverride(URI.create(properties.get(ENDPOINT)))
            .region(data.isPresent() ? Region.US_EAST_1 : region())
            .credentialsProvider(credentials(properties))
            .forcePathStyle(true)
            // What only Amazon's own servers understand: signatures of each piece, checksums.
            .serviceConfiguration(
                S3Configuration.builder()
                    .chunkedEncodingEnabled(false)
                    .expectContinueEnabled(false)
                    .build())
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClientBuilder(http(data.isPresent()))
            .overrideConfiguration(
                override ->
                    override
                        .retryStrategy(RetryMode.STANDARD)
                        .addExecutionInterceptor(new RetryCount()))
            .build();
  }

  /** There is no proxy between us and our own server, whatever the environment says. */
  private static UrlConnectionHttpClient.Builder http(boolean ours) {
    return UrlConnectionHttpClient.builder()
        .connectionTimeout(TO_CONNECT)
        .socketTimeout(TO_ANSWER)
        .proxyConfiguration(
            ProxyConfiguration.builder()
                .useEnvironmentVariablesValues(!ours)
                .useSystemPropertyValues(!ours)
                .build());
  }

  private static AwsCredentialsProvider credentials(Map<String, String> properties) {
    return properties.containsKey(USER)
        ? StaticCredentialsProvider.create(
            AwsBasicCredentials.create(properties.get(USER), properties.get(SECRET)))
        : DefaultCredentialsProvider.builder().build();
  }

  /** The user's, where he has set one; the default chain would ask a cloud's machines for it. */
  private static Region region() {
    try {
      return new AwsRegionProviderChain(
              new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
          .getRegion();
    } catch (SdkClientException e) {
      return Region.US_EAST_1;
    }
  }

  /** The bucket of a service; the same for the same service. */
  static S3Bucket of(Map<String, String> properties) {
    return KNOWN.computeIfAbsent(Map.copyOf(properties), S3Bucket::new);
  }

  /** What the names of all objects of the run begin with. */
  String prefix() {
    return prefix;
  }

  /** Where the files of our own server are; empty for the user's. */
  Optional<Path> data() {
    return data;
  }

  /** Puts an object, and its label if it is an image. */
  void put(String key, byte[] bytes, int length, Optional<Integer> label) throws IOException {
    put(
        key,
        RequestBody.fromContentProvider(
            () -> new ByteArrayInputStream(bytes, 0, length), length, "application/octet-stream"),
        label);
  }

  /** Puts a file. */
  void put(String key, Path file) throws IOException {
    put(key, RequestBody.fromFile(file), Optional.empty());
  }

  private void put(String key, RequestBody body, Optional<Integer> label) throws IOException {
    try {
      client.putObject(
          request ->
              request
                  .bucket(bucket)
                  .key(prefix + key)
                  .metadata(label.map(n -> Map.of(LABEL, n.toString())).orElse(Map.of())),
          body);
    } catch (SdkException e) {
      throw S3Failure.of(e);
    }
  }

  /** An object, or a part of it, in memory that is used again for the next. */
  static final class Download {
    private byte[] bytes = new byte[1 << 13];
    private int length;
    private long total;
    private Map<String, String> metadata = Map.of();

    /** Begins with what was downloaded last. */
    byte[] bytes() {
      return bytes;
    }

    /** How much that is. */
    int length() {
      return length;
    }

    /** Bytes of the whole object. */
    long total() {
      return total;
    }

    /** Its label; -1 if it has none. */
    int label() {
      String text = metadata.getOrDefault(LABEL, "");
      return text.matches("\\d{1,10}") && Long.parseLong(text) <= Integer.MAX_VALUE
          ? Integer.parseInt(text)
          : -1;
    }

    private Download take(GetObjectResponse response, InputStream body) throws IOException {
      Long claimed = response.contentLength();
      if (claimed == null || claimed > ImageShape.MAX_BYTES) {
        throw new BadInputException(
            "S3: expected an answer of at most "
                + ImageShape.MAX_BYTES
                + " B, found one of "
                + (claimed == null ? "unknown length" : claimed + " B"));
      }
      metadata = response.metadata();
      length = 0;
      // No memory is taken for what only the header says.
      for (int n = 0; n >= 0 && length < claimed; length += Math.max(0, n)) {
        if (length == bytes.length) {
          bytes = Arrays.copyOf(bytes, (int) Math.min(claimed, 2L * length));
        }
        n = body.read(bytes, length, (int) Math.min(claimed, bytes.length) - length);
      }
      if (length < claimed) {
        throw new S3Failure.CutShortException(length, claimed);
      }
      total = claimed;
      if (response.contentRange() != null) {
        Matcher range = RANGE.matcher(response.contentRange());
        total = range.matches() ? Long.parseLong(range.group(1)) : -1;
      }
      return this;
    }
  }

  /**
   * Gets a whole object.
   *
   * @return false if there is none
   */
  boolean get(String key, Download into) throws IOException {
    return getRange(key, null, into);
  }

  /**
   * Gets a part of an object, or as much of it as there is.
   *
   * @return false if there is no such object, or it ends before
   */
  boolean get(String key, long from, int length, Download into) throws IOException {
    return getRange(key, "bytes=" + from + "-" + (from + length - 1), into);
  }

  private boolean getRange(String key, String range, Download into) throws IOException {
    try {
      client.getObject(
          request -> request.bucket(bucket).key(prefix + key).range(range),
          (response, body) -> {
            try {
              return into.take(response, body);
            } catch (BadInputException e) {
              body.abort();
              throw SdkClientException.create(e.getMessage(), e);
            } catch (IOException e) {
              // The library repeats a request only if it is told that it may.
              body.abort();
              throw RetryableException.create("the answer broke off", e);
            }
          });
      return true;
    } catch (SdkException e) {
      if (S3Failure.isMissing(e) || S3Failure.isOutOfRange(e)) {
        return false;
      }
      throw S3Failure.of(e);
    }
  }

  /** The objects whose names begin so. */
  List<S3Object> list(String keys) throws IOException {
    try {
      return client
          .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix + keys))
          .contents()
          .stream()
          .toList();
    } catch (SdkException e) {
      throw S3Failure.of(e);
    }
  }

  /** Deletes the objects whose names begin so. */
  void deleteAll(String keys) throws IOException {
    List<String> names = new ArrayList<>(list(keys).stream().map(S3Object::key).toList());
    for (int at = 0; at < names.size(); at += DELETED_AT_ONCE) {
      delete(names.subList(at, Math.min(names.size(), at + DELETED_AT_ONCE)));
    }
  }

  private void delete(List<String> names) throws IOException {
    try {
      DeleteObjectsResponse done =
          client.deleteObjects(
              request ->
                  request
                      .bucket(bucket)
                      .delete(
                          Delete.builder()
                              .objects(
                                  names.stream()
                                      .map(name -> ObjectIdentifier.builder().key(name).build())
                                      .toList())
                              .quiet(true)
                              .build()));
      if (!done.hasErrors()) {
        return;
      }
    } catch (SdkException e) {
      // Not every store has this request.
    }
    try {
      for (String name : names) {
        client.deleteObject(request -> request.bucket(bucket).key(name));
      }
    } catch (SdkException e) {
      throw S3Failure.of(e);
    }
  }

  /** Counts every attempt of a request but the first. */
  private static final class RetryCount implements ExecutionInterceptor {
    private static final ExecutionAttribute<Boolean> BEGUN =
        new ExecutionAttribute<>("imagestore.begun");

    @Override
    public void beforeTransmission(
        Context.BeforeTransmission context, ExecutionAttributes attributes) {
      if (attributes.getAttribute(BEGUN) != null) {
        Retries.count();
      }
      attributes.putAttribute(BEGUN, true);
    }
  }
}
