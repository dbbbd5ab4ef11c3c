package dev.imagestore.codec.png;

import java.nio.ByteBuffer;
import org.lwjgl.system.MemoryUtil;

/** Memory outside the heap that libspng reads or writes; used again, and grows. */
final class SpngMemory {
  private ByteBuffer memory;

  /** Bytes from 0 to {@code bytes}, whose content is undefined. */
  ByteBuffer of(int bytes) {
    if (memory == null || memory.capacity() < bytes) {
      free();
      memory = MemoryUtil.memAlloc(bytes);
    }
    return memory.clear().limit(bytes);
  }

  /** Gives it back. */
  void free() {
    MemoryUtil.memFree(memory);
    memory = null;
  }
}
