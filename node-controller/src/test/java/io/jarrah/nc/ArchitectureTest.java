package io.jarrah.nc;

import io.jarrah.common.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void moduleKeepsTheRules() {
        ArchitectureRules.check("io.jarrah.nc");
    }
}
