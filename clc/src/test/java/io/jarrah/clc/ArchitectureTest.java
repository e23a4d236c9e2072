package io.jarrah.clc;

import io.jarrah.common.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void keepsTheShape() {
        ArchitectureRules.check("io.jarrah.clc");
    }
}
