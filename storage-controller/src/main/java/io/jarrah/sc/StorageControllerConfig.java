package io.jarrah.sc;

import java.nio.file.Path;

/**
 * How one storage controller is set up.
 *
 * @param volumes directory of the volumes, made when it is not there
 * @param opsHost address of health and metrics
 * @param opsPort TCP port of health and metrics; 0 lets the system choose
 */
public record StorageControllerConfig(Path volumes, String opsHost, int opsPort) {}
