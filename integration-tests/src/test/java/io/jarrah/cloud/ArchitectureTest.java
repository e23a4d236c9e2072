package io.jarrah.cloud;

import io.jarrah.common.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void theModuleKeepsTheRules() {
        ArchitectureRules.check("io.jarrah.cloud");
    }
}
