package dev.imagestore.store.zarr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.FileIo;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The {@code zarr.json} of groups and arrays, as this store writes them. One that says anything
 * else is refused: what can't be read in this way is known before a chunk is touched.
 */
final class ZarrMetadata {
  /** Images of a shard, at most: its index is read whole and checked when it is opened. */
  static final int MOST_SHARD_IMAGES = 4096;

  private static final String FILE = "zarr.json";
  private static final String REMEDY = "store the images again";
  private static final long MAX_BYTES = 16 << 20;
  private static final int MAX_SHOWN = 1000;
  private static final String BYTES =
      "{\"name\": \"bytes\", \"configuration\": {\"endian\": \"little\"}}";
  private static final String PLAIN_GROUP = "{\"zarr_format\": 3, \"node_type\": \"group\"}";
  private static final JsonMapper JSON = new JsonMapper();

  private ZarrMetadata() {}

  /**
   * A store as a whole.
   *
   * @param images how many there are
   * @param codec what they are encoded with
   * @param shapes of images, where they differ; else empty
   */
  record Group(long images, String codec, List<String> shapes) {
    private String json() {
      String list = shapes.stream().map(s -> "\"" + s + "\"").collect(Collectors.joining(", "));
      return String.format(
          "{\"zarr_format\": 3, \"node_type\": \"group\", \"attributes\": {\"images\": %d,"
              + " \"codec\": \"%s\", \"shapes\": [%s]}}",
          images, codec, list);
    }

    /** Writes it. */
    void write(Path dir) throws IOException {
      ZarrMetadata.write(dir, json());
    }

    /** Bytes of its file. */
    int bytes() {
      return json().length();
    }

    /** Reads that of the store under {@code dir}. */
    static Group read(Path dir) throws IOException {
      Path file = dir.resolve(FILE);
      JsonNode found = ZarrMetadata.read(dir, dir);
      JsonNode attributes = found.path("attributes");
      List<String> shapes = new ArrayList<>();
      attributes.path("shapes").forEach(each -> shapes.add(each.asText()));
      String codec = attributes.path("codec").asText();
      // Shapes are names of directories.
      if (!codec.matches("[a-z]+") || !shapes.stream().allMatch(s -> s.matches("[0-9x]+"))) {
        throw BadInputException.of(
            file, "attributes codec and shapes", codec + " and " + shapes.size(), REMEDY);
      }
      Group group = new Group(attributes.path("images").asLong(), codec, shapes);
      check(file, found, group.json());
      if (group.images < 1) {
        throw BadInputException.of(file, "1 image or more", "" + group.images, REMEDY);
      }
      return group;
    }
  }

  /** Writes the metadata of a group without any attributes. */
  static void writeGroup(Path dir) throws IOException {
    write(dir, PLAIN_GROUP);
  }

  /** Bytes of such a group's file. */
  static int groupBytes() {
    return PLAIN_GROUP.length();
  }

  /** Checks the metadata of such a group. */
  static void readGroup(Path store, Path dir) throws IOException {
    check(dir.resolve(FILE), read(store, dir), PLAIN_GROUP);
  }

  /**
   * The array of all images of one shape.
   *
   * @param count how many images
   * @param shardImages how many of them in a shard
   */
  record Images(long count, int shardImages, ImageShape shape) {
    private String json(ZarrCodec codec) {
      String sharding =
          String.format(
              "{\"name\": \"sharding_indexed\", \"configuration\": {\"chunk_shape\": %s,"
                  + " \"codecs\": [%s%s], \"index_codecs\": [%s, {\"name\": \"crc32c\"}],"
                  + " \"index_location\": \"end\"}}",
              shapeOf(1), BYTES, codec.metadata(), BYTES);
      return array(shapeOf(count), shape.depth(), shapeOf(shardImages), sharding);
    }

    private String shapeOf(long images) {
      return list(images, shape.height(), shape.width(), shape.channels());
    }

    /** Writes it. */
    void write(Path dir, ZarrCodec codec) throws IOException {
      ZarrMetadata.write(dir, json(codec));
    }

    /** Bytes of its file. */
    int bytes(ZarrCodec codec) {
      return json(codec).length();
    }

    /**
     * Reads it.
     *
     * @param store the directory of the store
     */
    static Images read(Path store, Path dir, ZarrCodec codec) throws IOException {
      Path file = dir.resolve(FILE);
      JsonNode found = ZarrMetadata.read(store, dir);
      JsonNode shape = found.path("shape");
      long count = shape.path(0).asLong();
      long shardImages =
          found.path("chunk_grid").path("configuration").path("chunk_shape").path(0).asLong();
      if (count < 1 || shardImages < 1 || shardImages > MOST_SHARD_IMAGES) {
        throw BadInputException.of(
            file,
            "images in shards of 1 to " + MOST_SHARD_IMAGES,
            count + " in shards of " + shardImages,
            REMEDY);
      }
      Images images;
      try {
        images =
            new Images(
                count,
                (int) shardImages,
                new ImageShape(
                    shape.path(2).asInt(),
                    shape.path(1).asInt(),
                    shape.path(3).asInt(),
                    found.path("data_type").asText().equals("uint8") ? 8 : 16));
      } catch (IllegalArgumentException e) {
        throw BadInputException.of(file, "the shape of images", e.getMessage(), REMEDY);
      }
      check(file, found, images.json(codec));
      return images;
    }
  }

  /** Writes the metadata of an array of unsigned numbers in one chunk. */
  static void writeNumbers(Path dir, int bytes, long... shape) throws IOException {
    write(dir, numbers(bytes, shape));
  }

  /** Bytes of such an array's file. */
  static int numbersBytes(int bytes, long... shape) {
    return numbers(bytes, shape).length();
  }

  /**
   * Checks the metadata of an array of unsigned numbers in one chunk.
   *
   * @return bytes of a number
   */
  static int readNumbers(Path store, Path dir, long... shape) throws IOException {
    JsonNode found = read(store, dir);
    int bytes =
        switch (found.path("data_type").asText()) {
          case "uint8" -> 1;
          case "uint16" -> 2;
          case "uint32" -> 4;
          default -> 8;
        };
    check(dir.resolve(FILE), found, numbers(bytes, shape));
    return bytes;
  }

  private static String numbers(int bytes, long... shape) {
    return array(list(shape), 8 * bytes, list(shape), BYTES);
  }

  private static String array(String shape, int bits, String chunk, String codec) {
    return String.format(
        "{\"zarr_format\": 3, \"node_type\": \"array\", \"shape\": %s, \"data_type\": \"uint%d\","
            + " \"chunk_grid\": {\"name\": \"regular\", \"configuration\": {\"chunk_shape\": %s}},"
            + " \"chunk_key_encoding\": {\"name\": \"default\", \"configuration\":"
            + " {\"separator\": \".\"}}, \"fill_value\": 0, \"codecs\": [%s]}",
        shape, bits, chunk, codec);
  }

  private static String list(long... numbers) {
    return LongStream.of(numbers)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** Without a line feed at the end: whatever is cut off then leaves no JSON. */
  private static void write(Path dir, String json) throws IOException {
    Files.write(
        dir.resolve(FILE), json.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE_NEW);
  }

  private static JsonNode read(Path store, Path dir) throws IOException {
    Path file = dir.resolve(FILE);
    try (FileChannel channel = FileIo.open(store, file, "zarr")) {
      if (channel.size() > MAX_BYTES) {
        throw BadInputException.of(
            file, "metadata of at most " + MAX_BYTES + " B", channel.size() + " B", REMEDY);
      }
      byte[] json = new byte[(int) channel.size()];
      FileIo.readFully(channel, file, 0, json, 0, json.length);
      // As text: from bytes Jackson guesses an encoding, and Zarr's is UTF-8.
      return JSON.readTree(new String(json, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      String reason = e.getOriginalMessage().replace('\n', ' ');
      throw new BadInputException(file + ": expected JSON, found " + reason + "; " + REMEDY, e);
    }
  }

  private static void check(Path file, JsonNode found, String expected) throws IOException {
    if (!found.equals(JSON.readTree(expected))) {
      String text = found.toString();
      throw BadInputException.of(
          file,
          "metadata as this store writes it",
          text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text,
          REMEDY);
    }
  }
}
