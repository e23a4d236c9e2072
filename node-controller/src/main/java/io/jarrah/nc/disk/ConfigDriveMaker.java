package io.jarrah.nc.disk;

import io.jarrah.common.contract.ConfigFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes an instance's config drive. */
@FunctionalInterface
public interface ConfigDriveMaker {
    /** Writes a disk with these files to {@code target}, which is there, is empty, and only its owner may read. */
    void make(List<ConfigFile> files, Path target) throws StagingException, IOException, InterruptedException;
}
