package dev.imagestore.image;

import dev.imagestore.input.BadInputException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Reads a CIFAR-10 batch as Python 2 pickled it: a dictionary with {@code data}, a numpy array of
 * unsigned bytes and shape (rows, 3072), and {@code labels}, a list of numbers.
 *
 * <p>A pickle is a program. This reader runs the few instructions that such a batch is made of and
 * constructs the array and nothing else, whatever constructors {@link Unpickler} knows: names of
 * classes never reach its registry, and instructions that would call methods by reflection are not
 * passed on. No length in the file is believed beyond the bytes that the file has.
 */
final class PickledBatch {
  /** The official batches have 31 MB. */
  private static final long MOST_BYTES = 256L << 20;

  private static final int LONGEST_NAME = 100;

  private final byte[] data;
  private final byte[] labels;

  private PickledBatch(byte[] data, byte[] labels) {
    this.data = data;
    this.labels = labels;
  }

  /** How many images the batch holds. */
  int rows() {
    return labels.length;
  }

  /** The label of an image, 0 to 9. */
  int label(int row) {
    return labels[row];
  }

  /** The planes of all images, {@link Cifar10#PIXELS} bytes each. */
  byte[] data() {
    return data;
  }

  /**
   * Reads a batch.
   *
   * @param name of the file, for messages
   * @param bytes of the file
   */
  static PickledBatch read(String name, long bytes, InputStream in) throws IOException {
    if (bytes > MOST_BYTES) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "%s: expected a pickled batch of %,d B or less, found %,d B",
              name,
              MOST_BYTES,
              bytes));
    }
    Input input = new Input(new BufferedInputStream(in), bytes);
    Reader reader = new Reader(input);
    try {
      Object batch = reader.load(input);
      if (input.remaining() > 0) {
        throw new PickleException("more bytes after the end of the pickle");
      }
      return check(batch);
    } catch (PickleException e) {
      throw bad(name, input, e.getMessage(), e);
    } catch (EOFException e) {
      throw bad(name, input, "the end of the file", e);
    } catch (RuntimeException e) {
      // The library relies on well-formed input: an empty stack, a wrong type on it, and so on.
      throw bad(name, input, "instructions that make no sense (" + e + ")", e);
    }
  }

  private static BadInputException bad(String name, Input input, String found, Exception cause) {
    String line = found.lines().findFirst().orElse("").strip();
    return new BadInputException(
        name
            + ": expected a pickled CIFAR-10 batch, found "
            + line
            + " at byte "
            + input.position()
            + "; download it again",
        cause);
  }

  private static PickledBatch check(Object batch) {
    if (!(batch instanceof Map<?, ?> map)) {
      throw new PickleException("something else than a dictionary");
    }
    if (!(map.get("data") instanceof Array array) || array.data == null) {
      throw new PickleException("no array \"data\" in the dictionary");
    }
    if (!(map.get("labels") instanceof List<?> list)) {
      throw new PickleException("no list \"labels\" in the dictionary");
    }
    if (array.data.length == 0 || list.size() != array.data.length / Cifar10.PIXELS) {
      throw new PickleException(
          array.data.length / Cifar10.PIXELS + " images and " + list.size() + " labels");
    }
    byte[] labels = new byte[list.size()];
    for (int i = 0; i < labels.length; i++) {
      if (!(list.get(i) instanceof Integer label) || label < 0 || label >= Cifar10.LABELS) {
        throw new PickleException("label " + list.get(i) + " of image " + i);
      }
      labels[i] = label.byteValue();
    }
    return new PickledBatch(array.data, labels);
  }

  /** Knows how many bytes are left, and fails at the end instead of saying so. */
  private static final class Input extends FilterInputStream {
    private final long size;
    private long position;

    Input(InputStream in, long size) {
      super(in);
      this.size = size;
    }

    long position() {
      return position;
    }

    long remaining() {
      return size - position;
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      if (b < 0) {
        throw new EOFException();
      }
      position++;
      return b;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int n = super.read(target, offset, length);
      if (n < 0) {
        throw new EOFException();
      }
      position += n;
      return n;
    }

    byte[] bytes(int n) throws IOException {
      if (n < 0) {
        throw new PickleException("a text of " + n + " B");
      }
      if (n > remaining()) {
        throw new EOFException();
      }
      byte[] bytes = new byte[n];
      for (int done = 0; done < n; ) {
        done += read(bytes, done, n - done);
      }
      return bytes;
    }

    String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c; (c = read()) != '\n'; ) {
        if (line.length() == LONGEST_NAME) {
          throw new PickleException("a name of more than " + LONGEST_NAME + " letters");
        }
        line.append(Character.isISOControl(c) ? '?' : (char) c);
      }
      return line.toString();
    }
  }

  /** A numpy array of bytes that is being built. */
  private static final class Array {
    private byte[] data;
  }

  /** The type of an array's elements: unsigned bytes, the only one there is. */
  private static final class ByteType {}

  /** The class numpy.ndarray, which is only named. */
  private static final Object ND_ARRAY = new Object();

  private static Object reconstruct(Object[] args) {
    if (args.length != 3 || args[0] != ND_ARRAY) {
      throw new PickleException("an array of another class than numpy.ndarray");
    }
    return new Array();
  }

  private static Object dtype(Object[] args) {
    if (args.length < 1 || !("u1".equals(args[0]) || "|u1".equals(args[0]))) {
      throw new PickleException(
          "an array of other elements than unsigned bytes ("
              + (args.length > 0 ? args[0] : "none")
              + ")");
    }
    return new ByteType();
  }

  /** What the three names that occur in a batch stand for. */
  private static final Map<String, Object> GLOBALS =
      Map.of(
          "numpy.core.multiarray._reconstruct", (IObjectConstructor) PickledBatch::reconstruct,
          "numpy.dtype", (IObjectConstructor) PickledBatch::dtype,
          "numpy.ndarray", ND_ARRAY);

  /** Passes on the instructions that only move plain values, runs some itself, refuses others. */
  private static final class Reader extends Unpickler {
    private final Input in;

    Reader(Input in) {
      this.in = in;
    }

    @Override
    protected Object dispatch(short key) throws IOException {
      switch (key) {
        case Opcodes.PROTO,
            Opcodes.MARK,
            Opcodes.STOP,
            Opcodes.NONE,
            Opcodes.NEWTRUE,
            Opcodes.NEWFALSE,
            Opcodes.BININT,
            Opcodes.BININT1,
            Opcodes.BININT2,
            Opcodes.EMPTY_DICT,
            Opcodes.EMPTY_LIST,
            Opcodes.EMPTY_TUPLE,
            Opcodes.TUPLE,
            Opcodes.TUPLE1,
            Opcodes.TUPLE2,
            Opcodes.TUPLE3,
            Opcodes.APPEND,
            Opcodes.APPENDS,
            Opcodes.BINPUT,
            Opcodes.LONG_BINPUT,
            Opcodes.BINGET,
            Opcodes.LONG_BINGET,
            // The only constructors on the stack are those of GLOBALS.
            Opcodes.REDUCE -> {
          return super.dispatch(key);
        }
        case Opcodes.SHORT_BINSTRING ->
            stack.add(PickleUtils.rawStringFromBytes(in.bytes(in.read())));
        // The pixels: left as bytes, and no other text is as long.
        case Opcodes.BINSTRING ->
            stack.add(in.bytes(PickleUtils.bytes_to_integer(in.bytes(Integer.BYTES))));
        case Opcodes.GLOBAL -> stack.add(global(in.line(), in.line()));
        case Opcodes.BUILD -> build();
        case Opcodes.SETITEMS -> setItems();
        default ->
            throw new PickleException(
                String.format(Locale.ROOT, "instruction 0x%02x, which none has,", key));
      }
      return NO_RETURN_VALUE;
    }

    private static Object global(String module, String name) {
      Object known = GLOBALS.get(module + "." + name);
      if (known == null) {
        throw new PickleException("the name " + module + "." + name + ", which is not read,");
      }
      return known;
    }

    /** Sets the state of an array; that of a type says nothing new. */
    private void build() {
      Object state = stack.pop();
      Object target = stack.peek();
      if (target instanceof Array array && state instanceof Object[] parts) {
        array.data = pixels(parts);
      } else if (!(target instanceof ByteType)) {
        throw new PickleException("a state for something that has none");
      }
    }

    /** The state is (version, shape, type, in Fortran's order, bytes). */
    private static byte[] pixels(Object[] state) {
      if (state.length != 5
          || !(state[1] instanceof Object[] shape)
          || shape.length != 2
          || !(shape[0] instanceof Integer rows)
          || !Integer.valueOf(Cifar10.PIXELS).equals(shape[1])
          || !(state[2] instanceof ByteType)
          || !Boolean.FALSE.equals(state[3])
          || !(state[4] instanceof byte[] data)
          || data.length != (long) rows * Cifar10.PIXELS) {
        throw new PickleException(
            "an array of other shape or order than (rows, " + Cifar10.PIXELS + ")");
      }
      return data;
    }

    /** Keys are texts only: what hashes itself could do so without end. */
    private void setItems() {
      List<Object> items = stack.pop_all_since_marker();
      if (!(stack.peek() instanceof HashMap<?, ?>) || items.size() % 2 != 0) {
        throw new PickleException("items for something that takes none");
      }
      @SuppressWarnings("unchecked") // made by EMPTY_DICT
      Map<Object, Object> map = (Map<Object, Object>) stack.peek();
      for (int i = 0; i < items.size(); i += 2) {
        if (!(items.get(i) instanceof String)) {
          throw new PickleException("a key that is no text");
        }
        map.put(items.get(i), items.get(i + 1));
      }
    }
  }
}
