package io.jarrah.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JarrahConfTest {
    private static JarrahConf parse(String... lines) throws ConfigException {
        return JarrahConf.parse("jarrah.conf", List.of(lines), Settings.schema());
    }

    @Test
    void valuesHaveTheirTypesAndDefaults() throws Exception {
        JarrahConf conf = parse(
                "# a comment",
                "",
                "EUCALYPTUS=\"/srv/jarrah\"",
                "CC_PORT=8000 # moved",
                "VNET_DNS='10.0.0.1  10.0.0.2'",
                "SCHEDPOLICY=\"greedy\"",
                "VNET_MODE=\"MANAGED-NOVLAN\"");
        assertThat(conf.get(Settings.EUCALYPTUS)).isEqualTo(Path.of("/srv/jarrah"));
        assertThat(conf.get(CcSettings.CC_PORT)).isEqualTo(8000);
        assertThat(conf.get(CcSettings.VNET_DNS)).containsExactly("10.0.0.1", "10.0.0.2");
        assertThat(conf.get(CcSettings.SCHEDPOLICY)).isEqualTo(CcSettings.SchedulerPolicy.GREEDY);
        assertThat(conf.get(CcSettings.VNET_MODE)).isEqualTo(CcSettings.VnetMode.MANAGED_NOVLAN);
        assertThat(conf.get(NcSettings.NC_PORT)).isEqualTo(8775);
        assertThat(conf.isSet(NcSettings.NC_PORT)).isFalse();
    }

    @Test
    void allFaultsAreReportedTogetherWithTheirLines() {
        ConfigException failure = catchThrowableOfType(
                ConfigException.class,
                () -> parse(
                        "VNET_MOED=\"MANAGED\"",
                        "CC_PORT=\"70000\"",
                        "NC_PORT=8775",
                        "NC_PORT=8776",
                        "this is no assignment",
                        "EUCALYPTUS=\"$HOME/x\"",
                        "HYPERVISOR=\"vmware\""));
        assertThat(failure.problems()).extracting(ConfigException.Problem::line).containsExactly(1, 2, 4, 5, 6, 7);
        assertThat(failure)
                .hasMessageContaining("jarrah.conf:1: unknown key VNET_MOED; did you mean VNET_MODE?")
                .hasMessageContaining("jarrah.conf:2: CC_PORT=\"70000\": a whole number from 0 to 65535")
                .hasMessageContaining("jarrah.conf:4: NC_PORT is already set in line 3")
                .hasMessageContaining("AUTO, KVM, QEMU, XEN, SIMULATED");
    }

    @Test
    void decimalsHaveBounds() throws Exception {
        assertThat(parse().get(ScSettings.VOLUME_OVERCOMMIT)).isEqualByComparingTo("1");
        assertThat(parse("VOLUME_OVERCOMMIT=\"1.5\"").get(ScSettings.VOLUME_OVERCOMMIT))
                .isEqualByComparingTo("1.5");
        for (String wrong : List.of("0", "100.1", "much")) {
            assertThatThrownBy(() -> parse("VOLUME_OVERCOMMIT=\"" + wrong + "\""))
                    .hasMessageContaining("a number from 0.1 to 100 is expected");
        }
    }

    @Test
    void eucalyptusKeysWithoutEffectAreAWarning() throws Exception {
        assertThat(parse("POWER_IDLETHRESH=\"300\"").warnings())
                .singleElement()
                .asString()
                .contains("no effect");
    }

    @Test
    void quotesAndEscapesAreTakenAsAShellWould() throws Exception {
        JarrahConf conf = parse("COMPONENT_NAME=\"a\\\"b\\$c\"", "CLUSTER_NAME='$raw'");
        assertThat(conf.get(Settings.COMPONENT_NAME)).isEqualTo("a\"b$c");
        assertThat(conf.get(Settings.CLUSTER_NAME)).isEqualTo("$raw");
    }

    @Test
    void aMissingFileSaysWhich() {
        assertThatThrownBy(() -> JarrahConf.parse(Path.of("/no/jarrah.conf"), Settings.schema()))
                .hasMessageContaining("/no/jarrah.conf");
    }
}
