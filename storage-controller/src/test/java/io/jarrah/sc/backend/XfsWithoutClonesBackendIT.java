package io.jarrah.sc.backend;

import io.jarrah.sc.testing.LoopFileSystem.Kind;

class XfsWithoutClonesBackendIT extends LoopBackendContract {
    @Override
    Kind kind() {
        return Kind.XFS_WITHOUT_CLONES;
    }

    @Override
    boolean shouldClone() {
        return false;
    }
}
