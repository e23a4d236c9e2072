package io.jarrah.nc.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandFailedException;
import io.jarrah.common.os.CommandResult;
import io.jarrah.common.os.ProcessCommandRunner;
import io.jarrah.nc.hypervisor.DomainVolume;
import io.jarrah.nc.os.QemuImg;
import io.jarrah.nc.testing.Volumes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What qemu-img is asked, and what its answers (QEMU 7.2) come to. */
class QemuPortalTest {
    private static final DomainVolume VOLUME = Volumes.domainVolume(1, 2, "vdc");

    private final List<Command> asked = new ArrayList<>();

    private QemuPortal answering(String json) {
        return new QemuPortal(new QemuImg(command -> {
            asked.add(command);
            return new CommandResult(0, json, "");
        }));
    }

    private static QemuPortal failing(String stderr) {
        return new QemuPortal(new QemuImg(command -> {
            throw CommandFailedException.exited(command, 1, stderr);
        }));
    }

    @Test
    void theSecretGoesByStandardInputOnly() throws Exception {
        assertThat(answering("{\"virtual-size\": 3221225472}").sizeGib(VOLUME)).isEqualTo(3);
        Command command = asked.getFirst();
        assertThat(command.toString()).doesNotContain(Volumes.SECRET);
        assertThat(command.stdin().map(bytes -> new String(bytes, StandardCharsets.UTF_8)))
                .contains(Volumes.SECRET);
        assertThat(command.argv().getLast())
                .isEqualTo(
                        "driver=iscsi,transport=tcp,portal=127.0.0.1:3260"
                                + ",target=iqn.2026-11.io.jarrah:vol-00000000000000001.2,lun=1"
                                + ",initiator-name=iqn.2026-11.io.jarrah:i-0123456789abcdef0,user=user-1,password-secret=secret0");
    }

    private static QemuPortal silent() {
        return new QemuPortal(new QemuImg(command ->
                new ProcessCommandRunner().run(Command.of("sleep", "60").withTimeout(Duration.ofMillis(1)))));
    }

    @Test
    void oneThatDoesNotAnswerIsNoProblemOfThisNode() {
        assertThatThrownBy(() -> silent().sizeGib(VOLUME))
                .hasMessageEndingWith("at 127.0.0.1:3260: it does not answer");
        assertThat(silent().problem()).isEmpty();
    }

    @Test
    void anIpv6AddressIsPutInBrackets() throws Exception {
        DomainVolume volume = new DomainVolume(
                VOLUME.volume(),
                2,
                "vdc",
                new DomainVolume.Source("fd00::1", 3260, VOLUME.source().target(), 1),
                VOLUME.login());
        assertThat(answering("{\"virtual-size\": 1073741824}").sizeGib(volume)).isEqualTo(1);
        assertThat(asked.getFirst().toString()).contains("portal=[fd00::1]:3260,");
    }

    @Test
    void aHostCannotAddOptions() {
        assertThatThrownBy(() -> new DomainVolume.Source("a,file.filename=/etc/shadow", 3260, "iqn", 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRefusalIsTold() {
        assertThatThrownBy(() -> failing(
                                "qemu-img: Could not open 'driver=iscsi': iSCSI: Failed to connect to LUN : Failed"
                                        + " to log in to target. Status: Authentication failure(513)\n")
                        .sizeGib(VOLUME))
                .isInstanceOf(VolumeUnavailableException.class)
                .hasMessage(
                        "cannot log in to iqn.2026-11.io.jarrah:vol-00000000000000001.2 at 127.0.0.1:3260:"
                                + " Failed to connect to LUN : Failed to log in to target. Status: Authentication failure(513)");
    }

    @Test
    void aMissingDriverIsFoundAndSaid() {
        assertThat(failing("qemu-img: Could not open 'driver=iscsi': Unknown driver 'iscsi'")
                        .problem())
                .get()
                .asString()
                .contains("qemu-block-extra");
        assertThat(failing(
                                "qemu-img: Could not open 'driver=iscsi': iSCSI: Failed to connect to LUN : iscsi_service failed")
                        .problem())
                .isEmpty();
    }
}
