package de.example.kiosk;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Logger;

public class Visitor implements Serializable {
    private static final long serialVersionUID = 7L;
    private static final Logger LOG = Logger.getLogger(Visitor.class.getName());

    private final UUID id = UUID.randomUUID();
    private final Locale locale;
    private final Instant since = Instant.now();
    private final Map<Shelf, Integer> seen = new EnumMap<>(Shelf.class);
    private final LinkedHashMap<String, Leaflet> leaflets = new LinkedHashMap<>();
    private transient ReentrantLock lock = new ReentrantLock();

    public Visitor(Locale locale) {
        this.locale = locale;
    }

    public void look(Shelf shelf) {
        lock.lock();
        try {
            seen.merge(shelf, 1, Integer::sum);
        } finally {
            lock.unlock();
        }
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        lock = new ReentrantLock();
        LOG.fine(() -> "visitor " + id);
    }

    public enum Shelf { LEFT, RIGHT }

    public record Leaflet(String title, byte[] cover) implements Serializable { }
}
