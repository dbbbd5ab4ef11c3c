package dev.imagestore.codec.png;

import dev.imagestore.codec.ImageCodec;
import dev.imagestore.codec.ImageDecoder;
import dev.imagestore.codec.ImageEncoder;
import dev.imagestore.codec.imageio.ImageIoDecoder;
import dev.imagestore.codec.imageio.ImageIoEncoder;
import java.util.function.Supplier;

/**
 * What encodes and decodes PNG files. The names of the constants are the values of the parameter
 * {@code pngCodec}, which is why they are lower-case.
 *
 * <p>Bytes per file are means over the 5,000 CIFAR-10 training images of the project's sample,
 * where Pillow's default takes 2,260. All of them deliver the same pixels of every image that they
 * accept.
 *
 * <p>All of them refuse, before they take memory, a file whose chunks are not whole, in order and
 * true to their CRCs, or whose header claims more pixels than its compressed data can fill. Data
 * that ends early or that can't be decompressed is refused as well. The checksum and the end of the
 * compressed data are looked at by {@link #suite} only; the others stop reading at the last pixel.
 */
public enum PngLibrary implements ImageCodec {
  /**
   * The fastest that this project can offer, see {@link SuiteEncoder}. Filter: of all five the one
   * with the least sum of absolute differences, for each row. Compression: its own, no levels.
   * 2,253 B per file. Reads all of PNG.
   */
  suite(SuiteEncoder::new, SuiteDecoder::new),

  /**
   * javax.imageio as most programs write it; reader, writer and image are used again, no file
   * serves as a cache. Filter: of all five the one that its writer deems best, for each row.
   * Compression: zlib's level 4, the writer's default. 2,862 B per file. Reads samples of 8 and 16
   * bits, interlaced or not; refuses palettes, fewer bits and transparent colours.
   */
  imageio(
      () -> new ImageIoEncoder("png"),
      () -> new ImageIoDecoder("png", new PngChunks()::openSamples)),

  /**
   * The library pngj. Filter: its default, which for images of 1,024 pixels and more is Paeth (Sub
   * in the first row), for smaller ones none. Compression: zlib's level 6. 2,288 B per file. Reads
   * what {@link #imageio} reads.
   */
  pngj(PngjEncoder::new, PngjDecoder::new),

  /**
   * libspng, by LWJGL, which builds it with miniz. Filter: of all five the one with the least sum
   * of absolute differences, for each row. Compression: its default level. Reads what {@link
   * #imageio} reads.
   */
  spng(SpngEncoder::new, SpngDecoder::new);

  private final Supplier<ImageEncoder> encoder;
  private final Supplier<ImageDecoder> decoder;

  PngLibrary(Supplier<ImageEncoder> encoder, Supplier<ImageDecoder> decoder) {
    this.encoder = encoder;
    this.decoder = decoder;
  }

  @Override
  public String suffix() {
    return ".png";
  }

  @Override
  public ImageEncoder encoder() {
    return encoder.get();
  }

  @Override
  public ImageDecoder decoder() {
    return decoder.get();
  }
}
