package io.jarrah.sc;

import io.jarrah.common.config.StorageNetwork;
import java.nio.file.Path;

/**
 * How one storage controller is set up.
 *
 * @param volumes directory of the volumes, made when it is not there
 * @param network what volumes' data takes to the nodes
 * @param opsHost address of health and metrics
 * @param opsPort TCP port of health and metrics; 0 lets the system choose
 */
public record StorageControllerConfig(Path volumes, StorageNetwork network, String opsHost, int opsPort) {}
