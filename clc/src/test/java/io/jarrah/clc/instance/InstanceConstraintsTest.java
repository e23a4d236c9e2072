package io.jarrah.clc.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.db.Conflicts;
import io.jarrah.common.id.ImageId;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;

/** Pairs of desired and observed that cannot be are refused by the table itself, whatever the code does. */
class InstanceConstraintsTest {
    private static TestingCloud cloud;
    private static List<String> ids;

    @BeforeAll
    static void start() {
        cloud = new TestingCloud();
        ImageId image = cloud.image(TestingCalls.ALICE, false);
        RunInstancesResponse answer = cloud.call(RunInstancesRequest.builder()
                .imageId(image.value())
                .minCount(2)
                .maxCount(2)
                .build());
        ids = answer.instances().stream().map(Instance::instanceId).toList();
    }

    @AfterAll
    static void stop() throws SQLException {
        cloud.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            instances_termination | desired = 'TERMINATED'
            instances_termination | desired = 'TERMINATED', generation = 2
            instances_termination | termination_requested_at = launched_at
            instances_termination | generation = 0
            instances_observed    | observed_phase = 'PENDING'
            instances_observed    | observed_generation = 1
            instances_observed    | observed_phase = 'PENDING', observed_since = launched_at, observed_generation = 2
            instances_placed      | observed_phase = 'RUNNING', observed_since = launched_at, observed_generation = 1
            instances_rebooted    | observed_reboot_generation = 1
            instances_released    | private_ip = null
            instances_released    | mac = null
            instances_released    | network_id = null
            instances_released    | terminated_at = launched_at
            instances_released    | observed_phase = 'TERMINATED', observed_since = launched_at, observed_generation = 1
            instances_size        | vcpus = 0
            """)
    void isRefused(String constraint, String assignment) {
        assertThatThrownBy(() -> update(assignment, ids.getFirst()))
                .satisfies(failure ->
                        assertThat(Conflicts.violatedConstraint(failure)).contains(constraint));
    }

    @Test
    void oneAddressAndOneMacHaveOneOwner() {
        InstanceEntity first = cloud.database.read(session -> session.find(InstanceEntity.class, ids.getFirst()));
        assertThatThrownBy(() -> update("private_ip = '" + first.privateIp().orElseThrow() + "'", ids.getLast()))
                .satisfies(failure ->
                        assertThat(Conflicts.violatedConstraint(failure)).contains("one_per_address"));
        assertThatThrownBy(() -> update("mac = '" + first.mac().orElseThrow() + "'", ids.getLast()))
                .satisfies(failure ->
                        assertThat(Conflicts.violatedConstraint(failure)).contains("one_per_mac"));
    }

    private static void update(String assignment, String id) {
        int unused = cloud.database.write(session -> session.createNativeMutationQuery(
                        "update instances set " + assignment + " where id = '" + id + "'")
                .executeUpdate());
    }
}
