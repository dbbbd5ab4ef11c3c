package dev.imagestore.codec.png;

import ar.com.hjg.pngj.ImageInfo;
import ar.com.hjg.pngj.PngWriter;
import ar.com.hjg.pngj.PngjException;
import ar.com.hjg.pngj.pixels.CompressorStreamDeflater;
import ar.com.hjg.pngj.pixels.PixelsWriter;
import ar.com.hjg.pngj.pixels.PixelsWriterDefault;
import dev.imagestore.codec.CodecException;
import dev.imagestore.codec.ImageEncoder;
import dev.imagestore.codec.imageio.FileBuffer;
import dev.imagestore.image.ImageShape;
import java.util.zip.Deflater;

/** {@link PngLibrary#pngj}'s encoder. */
final class PngjEncoder implements ImageEncoder {
  /** Of one chunk; pngj takes memory for the largest with every image. */
  private static final int MOST_IDAT_BYTES = 1 << 15;

  private static final int LEVEL = 6;

  private final Deflater deflater = new Deflater(LEVEL);
  private final FileBuffer file = new FileBuffer();

  @Override
  public int encode(ImageShape shape, byte[] pixels) throws CodecException {
    file.reset();
    deflater.reset();
    try {
      ImageInfo info = PngjRows.info(shape);
      Writer writer = new Writer(info);
      writer.setIdatMaxSize((int) Math.min(MOST_IDAT_BYTES, info.getTotalRawBytes() + 1024));
      writer.writeRows(new PngjRows(shape, pixels));
      writer.end();
    } catch (PngjException e) {
      throw new CodecException("an image of " + shape + " that pngj can't encode", e);
    }
    return file.size();
  }

  @Override
  public byte[] file() {
    return file.array();
  }

  @Override
  public void close() {
    deflater.end();
  }

  /** A writer that reuses the suite's deflater, where pngj would make a new one for every image. */
  private final class Writer extends PngWriter {
    Writer(ImageInfo info) {
      super(file, info);
    }

    @Override
    protected PixelsWriter createPixelsWriter(ImageInfo info) {
      return new PixelsWriterDefault(info) {
        @Override
        protected void initParams() {
          setCompressorStream(
              new CompressorStreamDeflater(getOs(), buflen, imgInfo.getTotalRawBytes(), deflater));
          super.initParams();
        }
      };
    }
  }
}
