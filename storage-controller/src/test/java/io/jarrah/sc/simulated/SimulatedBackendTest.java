package io.jarrah.sc.simulated;

import io.jarrah.sc.backend.BlockBackend;
import io.jarrah.sc.backend.BlockBackendContract;
import java.nio.file.Path;

class SimulatedBackendTest extends BlockBackendContract {
    @Override
    protected BlockBackend make(Path path) {
        return new SimulatedBackend(path, 1L << 40);
    }
}
