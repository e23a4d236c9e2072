package io.jarrah.nc.disk;

import io.jarrah.common.contract.ConfigFile;
import io.jarrah.common.os.CommandFailedException;
import io.jarrah.nc.disk.StagingException.Remedy;
import io.jarrah.nc.os.XorrisoCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Config drives as cloud-init's NoCloud looks for them: ISO 9660 with the label {@code cidata}. The files lie beside the disk while it is made.
 *
 * @see <a href="https://cloudinit.readthedocs.io/en/latest/reference/datasources/nocloud.html">NoCloud</a>
 */
public final class IsoConfigDriveMaker implements ConfigDriveMaker {
    private static final String LABEL = "cidata";

    private final XorrisoCommand xorriso;

    public IsoConfigDriveMaker(XorrisoCommand xorriso) {
        this.xorriso = xorriso;
    }

    @Override
    public void make(List<ConfigFile> files, Path target) throws StagingException, IOException, InterruptedException {
        Map<String, Path> sources = new HashMap<>();
        try {
            for (ConfigFile file : files) {
                Path source = target.resolveSibling(target.getFileName() + "." + file.name());
                sources.put(file.name(), source);
                InstanceDisks.createPrivate(source);
                Files.write(source, file.content());
            }
            xorriso.make(target, LABEL, sources);
        } catch (CommandFailedException e) {
            if (e.kind() == CommandFailedException.Kind.INTERRUPTED) {
                throw new InterruptedException("making a config drive was ended");
            }
            throw new StagingException(
                    Remedy.TRY_AGAIN,
                    "cannot make the config drive " + target + " (package xorriso): " + e.getMessage(),
                    e);
        } finally {
            for (Path source : sources.values()) {
                Files.deleteIfExists(source);
            }
        }
    }
}
