package io.jarrah.common.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelSettingsTest {
    @Test
    void setsOnlyKernelSettingsThatExist(@TempDir Path root) throws IOException {
        Files.writeString(root.resolve("ip_forward"), "0\n");
        KernelSettings kernel = new KernelSettings(root);

        assertThat(kernel.set("ip_forward", "1")).isTrue();
        assertThat(kernel.set("absent", "1")).isFalse();
        assertThat(root.resolve("ip_forward")).hasContent("1");
        assertThat(kernel.get("ip_forward")).contains("1");
        assertThat(kernel.get("absent")).isEmpty();
    }
}
