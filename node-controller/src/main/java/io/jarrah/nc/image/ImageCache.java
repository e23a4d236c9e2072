package io.jarrah.nc.image;

import io.jarrah.common.contract.ImageSource;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.nc.image.ImageException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's images. An entry is either whole and proven, or not there: downloads go to a part file that is renamed at
 * the end. Requests for the same image share one download. What no instance uses may be evicted, oldest use first.
 */
public final class ImageCache implements Service, ImageStore {
    private static final Logger LOG = LoggerFactory.getLogger(ImageCache.class);
    private static final int DOWNLOADS = 4;

    private final CacheDirectory directory;
    private final ImageDownload download;
    private final Supplier<Set<String>> inUse;
    private final Semaphore slots = new Semaphore(DOWNLOADS);
    private final Map<String, Flight> flights = new ConcurrentHashMap<>();

    /**
     * @param path directory of the entries, made when missing
     * @param limitBytes what unused entries may take together with the used ones
     * @param inUse names of the entries that instances use
     */
    public ImageCache(Path path, long limitBytes, ImageDownload download, Supplier<Set<String>> inUse) {
        this.directory = new CacheDirectory(path, limitBytes);
        this.download = download;
        this.inUse = inUse;
    }

    /** One fetch that several wait for. */
    private static final class Flight {
        private final FutureTask<Path> task;
        private final Thread thread;
        private int waiters;

        Flight(FutureTask<Path> task, String name) {
            this.task = task;
            this.thread = Thread.ofVirtual().name("image-" + name).unstarted(task);
        }
    }

    @Override
    public String name() {
        return "image cache";
    }

    @Override
    public void start() throws IOException {
        directory.open();
    }

    @Override
    public void stop() throws InterruptedException {
        for (Flight flight : flights.values()) {
            flight.task.cancel(true);
            flight.thread.join();
        }
    }

    /** The name under which an image lies in the cache. */
    public static String entryName(ImageSource source) {
        return source.id() + "-" + source.sha256().substring(0, 16);
    }

    @Override
    public Path path(ImageSource source) {
        return directory.entry(entryName(source));
    }

    @Override
    public boolean holds(ImageSource source) {
        return directory.isProven(entryName(source), source.sizeBytes());
    }

    @Override
    public Path fetch(ImageSource source) throws ImageException, InterruptedException {
        String name = entryName(source);
        if (holds(source)) {
            directory.touch(name);
            return directory.entry(name);
        }
        Flight flight = board(name, source);
        try {
            return flight.task.get();
        } catch (ExecutionException e) {
            throw asImageException(source, e);
        } catch (CancellationException e) {
            throw new InterruptedException("the image cache was stopped: " + e.getMessage());
        } finally {
            leave(name, flight);
        }
    }

    private Flight board(String name, ImageSource source) {
        return flights.compute(name, (key, known) -> {
            Flight flight = known;
            if (flight == null || flight.task.isDone()) {
                flight = new Flight(new FutureTask<>(() -> obtainAfter(known, source)), name);
                flight.thread.start();
            }
            flight.waiters++;
            return flight;
        });
    }

    /** The last to leave ends a download that nobody waits for; its part file stays for the next one. */
    private void leave(String name, Flight left) {
        flights.compute(name, (key, known) -> {
            left.waiters--;
            if (left.waiters > 0 || known != left) {
                return known;
            }
            // A cancelled one stays until its successor has seen it end: two must never write one part file.
            return left.task.cancel(true) ? left : null;
        });
    }

    private Path obtainAfter(@Nullable Flight previous, ImageSource source)
            throws ImageException, InterruptedException {
        if (previous != null) {
            previous.thread.join();
        }
        return obtain(source);
    }

    private Path obtain(ImageSource source) throws ImageException, InterruptedException {
        String name = entryName(source);
        slots.acquire();
        try {
            if (directory.prove(name, source.sizeBytes(), source.sha256())) {
                directory.touch(name);
                return directory.entry(name);
            }
            directory.makeRoom(name, source.sizeBytes(), inUse.get());
            LOG.info("downloading {} ({} bytes)", source.id(), source.sizeBytes());
            download.fetch(source, directory.part(name));
            directory.commit(name, source.sizeBytes());
            LOG.info("{} is in the cache", source.id());
            return directory.entry(name);
        } catch (IOException e) {
            throw new ImageException(Kind.NO_SPACE, "cannot keep " + source.id() + ": " + e.getMessage(), e);
        } finally {
            slots.release();
        }
    }

    private static ImageException asImageException(ImageSource source, ExecutionException e)
            throws InterruptedException {
        return switch (e.getCause()) {
            case ImageException known -> new ImageException(known.kind(), String.valueOf(known.getMessage()), known);
            case InterruptedException interrupted ->
                throw new InterruptedException("the download of " + source.id() + " was ended");
            case null, default -> throw new IllegalStateException("fetching " + source.id() + " broke", e.getCause());
        };
    }
}
