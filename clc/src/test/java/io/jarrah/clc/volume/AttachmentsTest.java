package io.jarrah.clc.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.volume.reconcile.VolumeProcess;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.VolumeId;
import org.junit.jupiter.api.Test;

class AttachmentsTest {
    @Test
    void noVolumeGoesWithAnInstanceThatLivesWhateverItsRowSays() throws Exception {
        try (TestingCloud cloud = new TestingCloud()) {
            cloud.cluster.automatic();
            VolumeProcess process = new VolumeProcess(cloud);
            InstanceId instance =
                    process.launch(cloud.image(TestingCalls.ALICE, false), 1).getFirst();
            VolumeId id = process.volume();
            process.attach(id, instance, "/dev/sdf");
            process.converge();
            process.detach(id, false);
            boolean set = cloud.database.write(session -> {
                AttachmentEntity row = Attachments.of(session, id).orElseThrow();
                boolean news = Attachments.deleteOnTermination(row, true);
                row.deleteOnTermination(true);
                return news;
            });
            assertThat(set).as("it is being detached").isFalse();
            process.converge();
            assertThat(process.state(id)).isEqualTo("available");
        }
    }
}
