package dev.imagestore.image;

import dev.imagestore.input.BadInputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A file on the network of which size and checksum are known.
 *
 * @param source where it is
 * @param size its bytes
 * @param sha256 its checksum, in hex
 */
record Download(URI source, long size, String sha256) {
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final int BUFFER = 1 << 16;

  /** Shows progress; given the bytes of the whole. */
  @FunctionalInterface
  interface Display {
    /** Begins to show a download of {@code size} bytes. */
    Progress begin(long size);
  }

  /**
   * The file at {@code target}, which is downloaded unless it is there already. What a download
   * that was cut off left in {@code <target>.part} is gone on with. The target appears whole and
   * verified, or not at all.
   *
   * @throws BadInputException if the file can't be had, with what to do; or is not the right one
   */
  Path to(Path target, Display display) throws IOException {
    if (isComplete(target)) {
      verify(target);
      return target;
    }
    Files.createDirectories(target.toAbsolutePath().getParent());
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try (FileChannel channel =
        FileChannel.open(
            part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      lock(channel, part);
      if (isComplete(target)) { // another process was faster
        Files.deleteIfExists(part);
        return target;
      }
      try {
        fetch(channel, target, display);
      } finally {
        if (channel.size() == 0) {
          Files.delete(part); // nothing to go on with
        }
      }
      String found = checksum(channel);
      if (!found.equals(sha256)) {
        Files.delete(part);
        throw BadInputException.of(
            part, "sha256 " + sha256, found, "it is deleted; try again, or " + byHand(target));
      }
      channel.force(true);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }
    return target;
  }

  /** A file that was put there by hand has not been looked at before. */
  private void verify(Path target) throws IOException {
    try (FileChannel channel = FileChannel.open(target, StandardOpenOption.READ)) {
      String found = checksum(channel);
      if (!found.equals(sha256)) {
        throw BadInputException.of(
            target, "sha256 " + sha256, found, "delete it, then it is downloaded again");
      }
    }
  }

  /** True if the file is there in its full length. */
  boolean isComplete(Path target) throws IOException {
    return Files.isRegularFile(target) && Files.size(target) == size;
  }

  private static void lock(FileChannel channel, Path part) throws IOException {
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // this process holds it: the same answer
    }
    if (lock == null) {
      throw new BadInputException(part + ": another process is downloading it; wait for that one");
    }
  }

  private void fetch(FileChannel channel, Path target, Display display) throws IOException {
    long have = channel.size();
    if (have > size) {
      channel.truncate(0);
      have = 0;
    }
    if (have == size) {
      return;
    }
    try {
      HttpURLConnection connection = (HttpURLConnection) source.toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      if (have > 0) {
        connection.setRequestProperty("Range", "bytes=" + have + "-");
      }
      try (InputStream body = open(connection, target)) {
        // A server that sends all of it, whatever was asked for, answers 200.
        long from = connection.getResponseCode() == HttpURLConnection.HTTP_PARTIAL ? have : 0;
        channel.truncate(from);
        copy(body, channel.position(from), display);
      } finally {
        connection.disconnect();
      }
    } catch (BadInputException e) {
      throw e;
    } catch (IOException e) {
      throw new BadInputException(
          source
              + ": can't be downloaded ("
              + reason(e)
              + "); "
              + (channel.size() > 0 ? "try again to go on where it ended, or " : "")
              + byHand(target),
          e);
    }
  }

  private InputStream open(HttpURLConnection connection, Path target) throws IOException {
    int status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK && status != HttpURLConnection.HTTP_PARTIAL) {
      throw new BadInputException(
          source + ": expected HTTP status 200, found " + status + "; " + byHand(target));
    }
    return connection.getInputStream();
  }

  private void copy(InputStream body, FileChannel channel, Display display) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (Progress progress = display.begin(size)) {
      for (int n; (n = body.read(buffer)) >= 0; ) {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        progress.reached(channel.position());
        if (channel.position() > size) {
          channel.truncate(0);
          throw new IOException(String.format(Locale.ROOT, "expected %,d B, found more", size));
        }
      }
    }
    if (channel.size() < size) {
      throw new EOFException(
          String.format(Locale.ROOT, "expected %,d B, found %,d B", size, channel.size()));
    }
  }

  private static String reason(IOException e) {
    if (e instanceof UnknownHostException) {
      return "unknown host " + e.getMessage();
    }
    String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return what.lines().findFirst().orElse(what);
  }

  private String byHand(Path target) {
    return String.format(
        Locale.ROOT,
        "fetch %s (%,d B, sha256 %s) on a machine with a network and put it at %s",
        source,
        size,
        sha256,
        target.toAbsolutePath());
  }

  private static String checksum(FileChannel channel) throws IOException {
    MessageDigest digest = Fingerprint.sha256();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    channel.position(0);
    while (channel.read(buffer.clear()) >= 0) {
      digest.update(buffer.flip());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
