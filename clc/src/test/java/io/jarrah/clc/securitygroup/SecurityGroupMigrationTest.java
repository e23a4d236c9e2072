package io.jarrah.clc.securitygroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cloud from before groups were stored: its instances are in the default groups of their accounts; and what the tables refuse. */
class SecurityGroupMigrationTest {
    private static final String URL = "jdbc:hsqldb:mem:groups-migration;hsqldb.tx=mvcc";
    private static final String ALICES = "sg-00000111122223333";

    private Connection connection;

    @BeforeEach
    void oldCloud() throws SQLException {
        migrate("2");
        connection = DriverManager.getConnection(URL, "SA", "");
        try (Statement statement = connection.createStatement()) {
            statement.execute("insert into clusters values ('zone1', 'OK', '', current_timestamp, 7, 1, '', 0)");
            statement.execute("insert into networks values ('net-1', '111122223333', 'zone1', 0, 2, '172.16.0.0/21',"
                    + " current_timestamp, 0)");
            statement.execute("insert into images (id, account_id, description, architecture, virtualization_type,"
                    + " bucket, object_key, root_device_name, launch_public, registered_at, version)"
                    + " values ('ami-1', '111122223333', '', 'x86_64', 'hvm', 'b', 'k', '/dev/sda1', false,"
                    + " current_timestamp, 0)");
            statement.execute("insert into reservations (id, account_id, request_digest, launched_at)"
                    + " values ('r-1', '111122223333', '', current_timestamp)");
            for (int i = 0; i < 3; i++) {
                boolean over = i == 2;
                statement.execute("insert into instances (id, account_id, reservation_id, launch_index, zone_name,"
                        + " network_id, private_ip, mac, hostname, image_id, instance_type, vcpus, memory_mib, disk_gib,"
                        + " architecture, virtualization_type, root_device_name, termination_protected, launched_at,"
                        + " desired, generation, reboot_generation, request_id, observed_phase, observed_generation,"
                        + " observed_reboot_generation, observed_since, reachable, terminated_at, version) values ('i-"
                        + i + "', '111122223333', 'r-1', " + i + ", 'zone1', "
                        + (over ? "null, null, null" : "'net-1', '172.16.0." + (i + 2) + "', 'm" + i + "'")
                        + ", 'h', 'ami-1', 'm1.small', 1, 1, 1, 'x86_64', 'hvm', '/dev/sda1', false, current_timestamp,"
                        + " 'RUNNING', 1, 0, 'q', "
                        + (over ? "'TERMINATED', 1, 0, current_timestamp" : "null, 0, 0, null")
                        + ", true, " + (over ? "current_timestamp" : "null") + ", 0)");
            }
        }
        migrate("3");
    }

    @AfterEach
    void drop() throws SQLException {
        try (Connection last = connection;
                Statement statement = last.createStatement()) {
            statement.execute("drop schema public cascade");
        }
    }

    private static void migrate(String version) {
        Flyway.configure()
                .dataSource(URL, "SA", "")
                .locations("classpath:db/migration/clc")
                .target(version)
                .load()
                .migrate();
    }

    @Test
    void liveInstancesAreInTheDefaultGroup() throws SQLException {
        assertThat(query("select id || ' ' || group_name from security_groups")).containsExactly(ALICES + " default");
        assertThat(query("select instance_id || ' ' || group_id from instance_security_groups order by instance_id"))
                .containsExactly("i-0 " + ALICES, "i-1 " + ALICES);
        assertThat(query("select egress || ' ' || protocol || ' ' || peer from security_group_rules order by id"))
                .containsExactly("FALSE -1 " + ALICES, "TRUE -1 0.0.0.0/0");
        assertThat(query("select network_generation || '' from clusters")).containsExactly("8");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            one_per_permission | false, -1, -1, -1, 'GROUP', 'GROUP', '111122223333'
            rules_peer         | false, 6, 22, 22, 'GROUP', null, null
            rules_peer         | false, 6, 22, 22, '10.0.0.0/8', 'GROUP', '111122223333'
            rules_peer         | false, 6, 22, 22, 'GROUP', 'GROUP', null
            rules_range        | false, 6, -1, -1, '10.0.0.0/8', null, null
            rules_range        | false, 6, 80, 22, '10.0.0.0/8', null, null
            rules_range        | false, 17, 0, 65536, '10.0.0.0/8', null, null
            rules_range        | false, 1, -1, 0, '10.0.0.0/8', null, null
            rules_range        | false, 58, 256, 0, '10.0.0.0/8', null, null
            rules_range        | false, 47, 1, 1, '10.0.0.0/8', null, null
            rules_range        | false, 256, -1, -1, '10.0.0.0/8', null, null
            rules_referenced   | false, 6, 0, 0, 'sg-x', 'sg-x', '111122223333'
            """)
    void noSuchRuleCanBe(String constraint, String values) {
        assertThatThrownBy(() -> execute("insert into security_group_rules (id, group_id, account_id, egress, protocol,"
                        + " from_port, to_port, peer, referenced_group_id, referenced_account_id) values ('sgr-1', '"
                        + ALICES + "', '111122223333', " + values.replace("GROUP", ALICES) + ")"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(constraint.toUpperCase(Locale.ROOT));
    }

    @Test
    void aGroupInUseCannotVanishAndAnInstanceThatGoesLeavesIt() throws SQLException {
        execute("delete from security_group_rules");
        assertThatThrownBy(() -> execute("delete from security_groups"))
                .hasMessageContaining("INSTANCE_SECURITY_GROUPS_GROUP");
        execute("delete from instances");
        execute("delete from security_groups");
        assertThat(query("select id from security_groups")).isEmpty();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }
}
