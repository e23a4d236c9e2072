package io.jarrah.clc.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.volume.reconcile.VolumeProcess;
import io.jarrah.common.db.Conflicts;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.VolumeId;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no code can bring about, because the tables refuse it. */
class VolumeConstraintsTest {
    private static TestingCloud cloud;
    private static VolumeId first;
    private static VolumeId second;

    @BeforeAll
    static void start() {
        cloud = new TestingCloud();
        cloud.cluster.automatic();
        VolumeProcess process = new VolumeProcess(cloud);
        InstanceId instance =
                process.launch(cloud.image(TestingCalls.ALICE, false), 1).getFirst();
        first = process.volume();
        second = process.volume();
        process.attach(first, instance, "/dev/sdf");
        process.attach(second, instance, "/dev/sdg");
        process.converge();
    }

    @AfterAll
    static void stop() throws SQLException {
        cloud.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            volumes_size       | size_gib = 0
            volumes_type       | volume_type = 'GOLD'
            volumes_encrypted  | encrypted = true
            volumes_desired    | desired = 'LOST'
            volumes_generation | generation = 0, observed_generation = 0
            volumes_phase      | observed_phase = 'EXPORTED'
            volumes_observed   | observed_phase = null
            volumes_observed   | observed_generation = generation + 1
            volumes_deleted    | deleted_at = created_at
            volumes_zone       | zone_name = 'zone9'
            """)
    void isRefusedOfAVolume(String constraint, String assignment) {
        assertRefused(constraint, "volumes set " + assignment + " where id", second);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            volume_attachments_number         | attachment_number = 0
            volume_attachments_desired        | desired = 'LENT'
            volume_attachments_wanted         | granted = false
            volume_attachments_wanted         | desired = 'DETACHED'
            volume_attachments_wanted         | detach_generation = 3
            volume_attachments_export         | export_host = null
            volume_attachments_export         | export_lun = 0
            volume_attachments_phase          | observed_phase = 'MOUNTED'
            volume_attachments_instance       | instance_id = 'i-00000000000000001'
            volume_attachments_one_per_device | device = '/dev/sdf'
            """)
    void isRefusedOfAnAttachment(String constraint, String assignment) {
        assertRefused(constraint, "volume_attachments set " + assignment + " where volume_id", second);
    }

    @Test
    void aVolumeHasOneAttachment() {
        // The primary key's name is the database's own.
        assertRefused(
                "", "volume_attachments set volume_id = '" + first + "', device = '/dev/sdh' where volume_id", second);
    }

    private static void assertRefused(String constraint, String update, VolumeId id) {
        assertThatThrownBy(() -> {
                    int unused = cloud.database.write(
                            session -> session.createNativeMutationQuery("update " + update + " = '" + id + "'")
                                    .executeUpdate());
                })
                .satisfies(failure ->
                        assertThat(Conflicts.violatedConstraint(failure)).contains(constraint));
    }
}
