package io.jarrah.sc.backend;

import io.jarrah.sc.testing.LoopFileSystem.Kind;

class BtrfsBackendIT extends LoopBackendContract {
    @Override
    Kind kind() {
        return Kind.BTRFS;
    }

    @Override
    boolean shouldClone() {
        return true;
    }
}
