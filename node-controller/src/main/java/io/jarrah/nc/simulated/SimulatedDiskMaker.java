package io.jarrah.nc.simulated;

import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.nc.disk.DiskMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Disks that are empty files: they take the time and leave the traces of real ones. */
public final class SimulatedDiskMaker implements DiskMaker {
    private final SimulatedTiming timing;
    private final Delays delays;

    public SimulatedDiskMaker(SimulatedTiming timing, RandomGenerator random) {
        this.timing = timing;
        this.delays = new Delays(timing.spread(), random);
    }

    @Override
    public void make(InstanceSpec spec, Path image, Path target) throws IOException, InterruptedException {
        TimeUnit.MILLISECONDS.sleep(delays.millis(timing.disk()));
        Files.createFile(target);
    }
}
