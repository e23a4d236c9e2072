package io.jarrah.clc.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.volume.reconcile.VolumeProcess;
import io.jarrah.common.db.Conflicts;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.CreateVolumePermission;
import software.amazon.awssdk.services.ec2.model.ModifySnapshotAttributeRequest;

/** What no code can bring about, because the tables refuse it. */
class SnapshotConstraintsTest {
    private static TestingCloud cloud;
    private static SnapshotId completed;
    private static SnapshotId pending;

    @BeforeAll
    static void start() {
        cloud = new TestingCloud();
        cloud.cluster.automatic();
        VolumeProcess process = new VolumeProcess(cloud);
        VolumeId volume = process.volume();
        completed = process.snapshot(volume);
        pending = process.snapped(volume);
        cloud.call(ModifySnapshotAttributeRequest.builder()
                .snapshotId(completed.value())
                .createVolumePermission(change ->
                        change.add(CreateVolumePermission.builder().group("all").build()))
                .build());
    }

    @AfterAll
    static void stop() throws SQLException {
        cloud.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            snapshots_size     | size_gib = 0
            snapshots_desired  | desired = 'LOST'
            snapshots_phase    | observed_phase = 'UPLOADING'
            snapshots_progress | observed_progress = 101
            snapshots_progress | observed_progress = -1
            snapshots_observed | observed_phase = null
            snapshots_observed | observed_since = null
            snapshots_deleted  | deleted_at = created_at
            snapshots_deleted  | deleted_at = created_at, desired = 'DELETED'
            snapshots_zone     | zone_name = 'zone9'
            """)
    void isRefusedOfASnapshot(String constraint, String assignment) {
        assertRefused(constraint, "update snapshots set " + assignment + " where id = '" + completed + "'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            snapshots_observed | observed_progress = 1
            snapshots_observed | observed_since = created_at
            snapshots_observed | in_sight = false
            snapshots_observed | reason_code = 'x'
            """)
    void isRefusedOfASnapshotOfWhichNothingWasHeard(String constraint, String assignment) {
        assertRefused(constraint, "update snapshots set " + assignment + " where id = '" + pending + "'");
    }

    @Test
    void onlyAccountsAndEverybodyAreLetInAndEachOnce() {
        assertRefused("snapshot_permissions_grantee", "update snapshot_permissions set grantee = 'bob'");
        assertRefused("snapshot_permissions_snapshot", insert("snap-00000000000000001"));
        // The primary key's name is the database's own.
        assertRefused("", insert(completed.value()));
    }

    private static String insert(String snapshot) {
        return "insert into snapshot_permissions (snapshot_id, grantee) values ('" + snapshot + "', 'all')";
    }

    private static void assertRefused(String constraint, String statement) {
        assertThatThrownBy(() -> {
                    int unused = cloud.database.write(session ->
                            session.createNativeMutationQuery(statement).executeUpdate());
                })
                .satisfies(failure ->
                        assertThat(Conflicts.violatedConstraint(failure)).contains(constraint));
    }
}
