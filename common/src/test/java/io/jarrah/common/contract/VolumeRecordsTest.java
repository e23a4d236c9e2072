package io.jarrah.common.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.VolumeId;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VolumeRecordsTest {
    private static final VolumeId VOLUME = new VolumeId("vol-0123456789abcdef0");
    private static final InstanceId INSTANCE = new InstanceId("i-0123456789abcdef0");
    private static final ChapCredential CHAP = new ChapCredential("user-1", "verysecretword");

    private static VolumeConnection connection(String device) {
        return new VolumeConnection(
                VOLUME,
                device,
                1,
                new VolumeExport(1, VolumeExport.Protocol.ISCSI, "10.0.0.1", 3260, IscsiNames.target(VOLUME, 1), 1),
                IscsiNames.initiator(INSTANCE),
                CHAP);
    }

    @Test
    void noSecretIsWrittenOut() {
        assertThat(new InstanceVolumes(INSTANCE, 1, List.of(connection("/dev/sdf"))).toString())
                .contains("user-1")
                .doesNotContain("verysecretword");
        assertThat(new VolumeGrant(1, IscsiNames.initiator(INSTANCE), CHAP).toString())
                .doesNotContain("verysecretword");
    }

    @Test
    void eachAttachmentHasATargetOfItsOwn() {
        assertThat(IscsiNames.target(VOLUME, 1))
                .isEqualTo("iqn.2026-11.io.jarrah:vol-0123456789abcdef0.1")
                .isNotEqualTo(IscsiNames.target(VOLUME, 2));
    }

    @Test
    void aVolumeIsNamedOnce() {
        assertThatThrownBy(
                        () -> new InstanceVolumes(INSTANCE, 1, List.of(connection("/dev/sdf"), connection("/dev/sdg"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
    }

    @Test
    void whatCouldEndACommandIsRefused() {
        for (String device : List.of("sdf", "/dev/", "/dev/sd f", "/dev/sdf,x", "/dev/../x", "/dev/sdf\n")) {
            assertThatThrownBy(() -> connection(device)).as(device).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new ChapCredential("user,1", "verysecretword"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("verysecretword");
        assertThatThrownBy(() -> new ChapCredential("user-1", "short")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new VolumeGrant(1, "iqn.2026-11.io.jarrah:a,b", CHAP))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new VolumeExport(1, VolumeExport.Protocol.ISCSI, "h", 3260, IscsiNames.target(VOLUME, 1), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
