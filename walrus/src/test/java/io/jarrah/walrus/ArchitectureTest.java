package io.jarrah.walrus;

import io.jarrah.common.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void theShapeHolds() {
        ArchitectureRules.check("io.jarrah.walrus");
    }
}
