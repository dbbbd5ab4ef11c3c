package dev.imagestore.codec.png;

import dev.imagestore.codec.ImageDecoder;
import dev.imagestore.codec.ImageEncoder;
import dev.imagestore.image.ImageShape;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** PNG files for tests: encoded, decoded, made by hand. */
final class Pngs {
  private Pngs() {}

  /** Pixels that can be compared. */
  record Pixels(ImageShape shape, ByteBuffer bytes) {
    Pixels(ImageShape shape, byte[] bytes) {
      this(shape, ByteBuffer.wrap(bytes));
    }
  }

  static byte[] encode(ImageShape shape, byte[] pixels) throws IOException {
    return encode(PngLibrary.suite, shape, pixels);
  }

  static byte[] encode(PngLibrary codec, ImageShape shape, byte[] pixels) throws IOException {
    try (ImageEncoder encoder = codec.encoder()) {
      int length = encoder.encode(shape, pixels);
      return Arrays.copyOf(encoder.file(), length);
    }
  }

  static Pixels decode(byte[] file) throws IOException {
    return decode(PngLibrary.suite, file);
  }

  static Pixels decode(PngLibrary codec, byte[] file) throws IOException {
    try (ImageDecoder decoder = codec.decoder()) {
      return decode(decoder, file, file.length);
    }
  }

  static Pixels decode(ImageDecoder decoder, byte[] file, int length) throws IOException {
    ImageShape shape = decoder.open(file, length);
    int offset = 3;
    ByteBuffer target = ByteBuffer.allocateDirect(offset + shape.bytes());
    decoder.decode(target, offset);
    byte[] pixels = new byte[shape.bytes()];
    target.get(offset, pixels);
    return new Pixels(shape, pixels);
  }

  /** Puts the right CRC behind every chunk. */
  static void mendCrcs(byte[] file) {
    ByteBuffer view = ByteBuffer.wrap(file);
    CRC32 crc = new CRC32();
    for (int at = 8; at < file.length; at += 12 + view.getInt(at)) {
      int bytes = view.getInt(at);
      crc.reset();
      crc.update(file, at + 4, bytes + 4);
      view.putInt(at + 8 + bytes, (int) crc.getValue());
    }
  }

  /** A file of the signature and these chunks, its IEND included. */
  static byte[] file(byte[]... chunks) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new DataOutputStream(out).writeLong(Png.SIGNATURE);
    for (byte[] chunk : chunks) {
      out.write(chunk);
    }
    out.write(chunk("IEND"));
    return out.toByteArray();
  }

  static byte[] chunk(String type, byte... data) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + data.length);
    chunk.putInt(data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + data.length);
    return chunk.putInt((int) crc.getValue()).array();
  }

  static byte[] header(int width, int height, int bits, int type, boolean interlaced) {
    ByteBuffer data = ByteBuffer.allocate(13).putInt(width).putInt(height);
    return chunk(
        "IHDR",
        data.put((byte) bits)
            .put((byte) type)
            .put((byte) 0)
            .put((byte) 0)
            .put((byte) (interlaced ? 1 : 0))
            .array());
  }

  /** Rows with their filters, compressed. */
  static byte[] data(byte... raw) {
    Deflater deflater = new Deflater();
    deflater.setInput(raw);
    deflater.finish();
    byte[] out = new byte[raw.length + 100];
    int length = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, length);
  }
}
