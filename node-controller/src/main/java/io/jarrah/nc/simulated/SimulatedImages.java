package io.jarrah.nc.simulated;

import io.jarrah.common.contract.ImageSource;
import io.jarrah.nc.image.ImageCache;
import io.jarrah.nc.image.ImageStore;
import java.nio.file.Path;

/** Images that are always there, without a byte on disk. */
public final class SimulatedImages implements ImageStore {
    private final Path directory;

    public SimulatedImages(Path directory) {
        this.directory = directory;
    }

    @Override
    public Path path(ImageSource source) {
        return directory.resolve(ImageCache.entryName(source));
    }

    @Override
    public boolean holds(ImageSource source) {
        return true;
    }

    @Override
    public Path fetch(ImageSource source) {
        return path(source);
    }
}
