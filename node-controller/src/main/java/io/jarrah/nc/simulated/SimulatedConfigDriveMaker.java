package io.jarrah.nc.simulated;

import io.jarrah.common.contract.ConfigFile;
import io.jarrah.nc.disk.ConfigDriveMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Config drives that are the files one after the other. */
public final class SimulatedConfigDriveMaker implements ConfigDriveMaker {
    @Override
    public void make(List<ConfigFile> files, Path target) throws IOException {
        for (ConfigFile file : files) {
            Files.write(target, file.content(), StandardOpenOption.APPEND);
        }
    }
}
