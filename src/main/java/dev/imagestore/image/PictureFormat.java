package dev.imagestore.image;

import java.io.IOException;
import java.nio.file.Path;

/** How the files of a {@link FolderDataset} are read. */
interface PictureFormat {

  /**
   * What a file holds.
   *
   * @param shape of each of its pictures
   * @param signed whether their samples are
   * @param pictures how many there are, 1 or more
   */
  record Content(ImageShape shape, boolean signed, int pictures) {}

  /**
   * A picture.
   *
   * @param content of the file that it is from
   * @param pixels in {@link ImageShape}'s layout
   */
  @SuppressWarnings("ArrayRecordComponent") // handed from one method to the next, never compared
  record Picture(Content content, byte[] pixels) {}

  /**
   * What a file holds, from its header.
   *
   * @throws dev.imagestore.input.BadInputException if that is no picture, or none that can be
   *     stored
   */
  Content look(Path file) throws IOException;

  /**
   * Decodes a picture of a file.
   *
   * @param index 0, or below the file's number of pictures
   * @throws dev.imagestore.input.BadInputException if it is no picture, is broken, or can't be
   *     stored
   */
  Picture read(Path file, int index) throws IOException;
}
