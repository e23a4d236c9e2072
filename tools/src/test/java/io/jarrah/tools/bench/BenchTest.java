package io.jarrah.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchTest {
    private static final String DOMAIN = """
            <domain type='qemu' id='3'>
              <name>i-0123456789abcdef0</name>
              <uuid>3f1c0ba6-5a52-4d20-9f2a-8ea5a3c3a111</uuid>
              <memory unit='KiB'>131072</memory>
              <devices>
                <disk type='file' device='disk'>
                  <driver name='qemu' type='qcow2'/>
                  <source file='/i/disk.qcow2' index='1'/>
                  <backingStore type='file'><source file='/cache/root'/></backingStore>
                  <target dev='vda' bus='virtio'/>
                </disk>
                <interface type='bridge'>
                  <mac address='d0:0d:01:23:45:67'/>
                  <source bridge='br10'/>
                  <target dev='vn_01234567'/>
                </interface>
                <serial type='file'><source path='/i/console.log'/><target port='0'/></serial>
              </devices>
            </domain>
            """;

    @Test
    void theMedianIsAMeasuredValue() {
        Samples samples = new Samples();
        for (long millis : new long[] {5, 1, 3, 100, 2}) {
            samples.addNanos(millis * 1_000_000);
        }
        assertThat(samples.quantile(0.5)).isEqualTo(3);
        assertThat(samples.quantile(1)).isEqualTo(100);
    }

    @Test
    void aRatioAboveOneMeansOursIsBetter() {
        assertThat(Row.lessIsBetter("x", 10, 30, "ms").ratio()).isEqualTo(3);
    }

    @Test
    void theTableHasARowForEachFigure() {
        assertThat(BenchMain.table(List.of(Row.lessIsBetter("RunInstances", 10, 30, "ms"))))
                .contains("RunInstances")
                .contains("3.00");
    }

    @Test
    void aTwinSharesNothingThatMustBeItsOwn() {
        TwinDomain twin = TwinDomain.of(DOMAIN, "bench-1", Path.of("/w"));
        assertThat(twin.originalDisk()).isEqualTo(Path.of("/i/disk.qcow2"));
        assertThat(twin.xml())
                .contains("<name>bench-1</name>", "/w/bench-1.qcow2", "/w/bench-1.log", "br10")
                .doesNotContain("i-0123456789abcdef0", "d0:0d:01", "/cache/root", "uuid", "vn_0123");
    }
}
