package dev.imagestore.toy;

import dev.imagestore.image.ImageSet;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backend;
import dev.imagestore.store.DirectoryLocation;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import dev.imagestore.store.Service;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A backend that needs a service: a porter on the loopback interface that lets those in who know
 * the password. The images are kept as {@link ToyBackend} keeps them.
 */
public final class ServedBackend implements Backend {
  /** A file of this name in the working directory makes the porter refuse to start. */
  public static final String STRIKE = "porter-on-strike";

  @Override
  public String name() {
    return "served";
  }

  @Override
  public ImageStore store(OptionValues values) {
    return new Served(new ToyBackend().store(OptionValues.DEFAULTS));
  }

  @Override
  public Optional<Service> service() {
    return Optional.of(new Porter());
  }

  private record Served(ImageStore kept) implements ImageStore {
    @Override
    public Location locate(Path home, Service.Directory services) throws IOException {
      Map<String, String> porter = services.properties(Porter.NAME);
      try (Socket socket =
              new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(porter.get("port")));
          DataOutputStream out = new DataOutputStream(socket.getOutputStream());
          DataInputStream in = new DataInputStream(socket.getInputStream())) {
        out.writeUTF(porter.get("password"));
        if (!in.readBoolean()) {
          throw new IOException("the porter lets nobody in");
        }
      }
      return new DirectoryLocation(home);
    }

    @Override
    public void store(ImageSet images, Location at, Durability durability) throws IOException {
      kept.store(images, at, durability);
    }

    @Override
    public ImageReader open(Location at) throws IOException {
      return kept.open(at);
    }
  }

  private record Porter() implements Service {
    private static final String NAME = "porter";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Running start(Path directory) throws IOException {
      if (Files.exists(Path.of(STRIKE))) {
        throw new IOException("it is on strike");
      }
      String password = UUID.randomUUID().toString();
      Files.writeString(directory.resolve("door"), "open");
      ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Thread porter = new Thread(() -> answer(door, password), NAME);
      porter.setDaemon(true);
      porter.start();
      return new Running() {
        @Override
        public Map<String, String> properties() {
          return Map.of("port", "" + door.getLocalPort(), "password", password);
        }

        @Override
        public void close() throws IOException {
          door.close();
        }
      };
    }

    private static void answer(ServerSocket door, String password) {
      while (!door.isClosed()) {
        try (Socket socket = door.accept();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
          out.writeBoolean(in.readUTF().equals(password));
        } catch (IOException e) {
          // The next one.
        }
      }
    }
  }
}
