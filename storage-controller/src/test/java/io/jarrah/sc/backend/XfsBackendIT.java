package io.jarrah.sc.backend;

import io.jarrah.sc.testing.LoopFileSystem.Kind;

class XfsBackendIT extends LoopBackendContract {
    @Override
    Kind kind() {
        return Kind.XFS;
    }

    @Override
    boolean shouldClone() {
        return true;
    }
}
