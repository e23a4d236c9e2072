package io.jarrah.cc;

import io.jarrah.common.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void theModuleKeepsTheRules() {
        ArchitectureRules.check("io.jarrah.cc");
    }
}
