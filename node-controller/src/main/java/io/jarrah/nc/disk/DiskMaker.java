package io.jarrah.nc.disk;

import io.jarrah.common.contract.InstanceSpec;
import java.io.IOException;
import java.nio.file.Path;

/** Makes an instance's root disk from its image. */
@FunctionalInterface
public interface DiskMaker {
    /** Writes the disk to {@code target}, a file that is not there yet. */
    void make(InstanceSpec spec, Path image, Path target) throws StagingException, IOException, InterruptedException;
}
