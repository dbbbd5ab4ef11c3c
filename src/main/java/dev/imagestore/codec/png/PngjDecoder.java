package dev.imagestore.codec.png;

import ar.com.hjg.pngj.IImageLineSet;
import ar.com.hjg.pngj.IImageLineSetFactory;
import ar.com.hjg.pngj.ImageInfo;
import ar.com.hjg.pngj.PngReader;
import ar.com.hjg.pngj.chunks.ChunkLoadBehaviour;
import dev.imagestore.codec.CodecException;
import dev.imagestore.codec.ImageDecoder;
import dev.imagestore.image.ImageShape;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;

/** {@link PngLibrary#pngj}'s decoder. */
final class PngjDecoder implements ImageDecoder {
  private final PngChunks chunks = new PngChunks();
  private byte[] pixels = {};

  @Override
  public ImageShape open(byte[] file, int length) throws CodecException {
    return chunks.openSamples(file, length);
  }

  @Override
  public void decode(ByteBuffer target, int offset) throws CodecException {
    ImageShape shape = chunks.shape();
    if (pixels.length < shape.bytes()) {
      pixels = new byte[shape.bytes()];
    }
    long rawBytes = chunks.header().rawBytes();
    long inflated;
    try {
      inflated = read(new PngjRows(shape, pixels));
    } catch (RuntimeException e) {
      // Its own exceptions are unchecked, and damaged data gives others as well.
      throw CodecException.of("pixels that pngj can decode", e.toString(), e);
    }
    if (inflated != rawBytes) {
      // It takes what is left of the row before for the rows that are missing.
      throw CodecException.of(rawBytes + " B of pixels in IDAT", "only " + inflated + " B");
    }
    target.put(offset, pixels, 0, shape.bytes());
  }

  /** Reads the file that was opened last and returns how many bytes its data had. */
  private long read(PngjRows rows) {
    PngReader reader = new PngReader(new ByteArrayInputStream(chunks.file(), 0, chunks.length()));
    try {
      reader.setLineSetFactory(new Always(rows));
      reader.setMaxTotalBytesRead(0);
      // Chunks and CRCs are known to be right; metadata is of no use.
      reader.setCrcCheckDisabled();
      reader.setChunkLoadBehaviour(ChunkLoadBehaviour.LOAD_CHUNK_NEVER);
      reader.readRows();
      return reader.getChunkseq().getIdatSet().getBytesOut();
    } finally {
      reader.close();
    }
  }

  /** Makes the rows that it was given. */
  private record Always(PngjRows rows) implements IImageLineSetFactory<PngjRows> {
    @Override
    public IImageLineSet<PngjRows> create(
        ImageInfo info, boolean singleCursor, int count, int offset, int step) {
      return rows;
    }
  }

  /** All memory is on the heap, or was released with the image. */
  @Override
  public void close() {}
}
