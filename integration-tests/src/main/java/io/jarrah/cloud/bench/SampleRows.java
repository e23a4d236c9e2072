package io.jarrah.cloud.bench;

import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.db.Database;
import io.jarrah.common.db.DatabaseConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The sample as rows of a cloud controller that is stopped. The instances on the one real node are to be launched; the others are said to
 * run on a node that never answers, so that nobody starts them.
 */
final class SampleRows {
    private static final int BATCH = 2000;

    private final SampleNetwork sample;
    private final String image;

    SampleRows(SampleNetwork sample, String image) {
        this.sample = sample;
        this.image = image;
    }

    /** Puts them in. */
    void insert(Path databaseDirectory) throws Exception {
        Database database = new Database(
                DatabaseConfig.embedded(databaseDirectory),
                "db/migration/clc",
                List.of(),
                new Random(),
                new SimpleMeterRegistry());
        database.start();
        try {
            database.write(session -> {
                session.doWork(this::insert);
                return true;
            });
        } finally {
            database.stop();
        }
    }

    private void insert(Connection connection) throws SQLException {
        insertNetworks(connection);
        insertGroups(connection);
        insertInstances(connection);
        insertMemberships(connection);
        insertAddresses(connection);
        execute(connection, "update clusters set network_generation = network_generation + 1", 1, i -> new Object[0]);
    }

    private void insertNetworks(Connection connection) throws SQLException {
        execute(
                connection,
                "insert into networks (id, account_id, zone_name, slice, segment, cidr, created_at, version)"
                        + " values (?, ?, 'zone1', ?, ?, ?, CURRENT_TIMESTAMP, 0)",
                SampleNetwork.NETWORKS,
                i -> new Object[] {
                    SampleNetwork.network(i).value(),
                    sample.account(i).value(),
                    i,
                    SampleNetwork.FIRST_SEGMENT + i,
                    SampleNetwork.cidr(i)
                });
    }

    private void insertGroups(Connection connection) throws SQLException {
        execute(
                connection,
                "insert into security_groups (id, account_id, group_name, description, created_at)"
                        + " values (?, ?, ?, 'sample', CURRENT_TIMESTAMP)",
                2 * SampleNetwork.NETWORKS,
                i -> new Object[] {
                    (i % 2 == 0 ? SampleNetwork.defaultGroup(i / 2) : SampleNetwork.webGroup(i / 2)).value(),
                    sample.account(i / 2).value(),
                    i % 2 == 0 ? "sample-default" : "sample-web"
                });
        int id = 0;
        for (int network = 0; network < SampleNetwork.NETWORKS; network++) {
            id = insertRules(
                    connection,
                    id,
                    network,
                    SampleNetwork.defaultGroup(network).value(),
                    SampleNetwork.defaultRules(network));
            id = insertRules(
                    connection, id, network, SampleNetwork.webGroup(network).value(), SampleNetwork.webRules(network));
        }
    }

    private int insertRules(Connection connection, int first, int network, String group, List<SecurityRule> rules)
            throws SQLException {
        String account = sample.account(network).value();
        execute(
                connection,
                "insert into security_group_rules (id, group_id, account_id, egress, protocol, from_port, to_port, peer,"
                        + " referenced_group_id, referenced_account_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rules.size(),
                i -> {
                    SecurityRule rule = rules.get(i);
                    String named = rule.group().map(Object::toString).orElse(null);
                    return new Object[] {
                        String.format(Locale.ROOT, "sgr-%017x", first + i),
                        group,
                        account,
                        rule.egress(),
                        rule.protocol(),
                        rule.from(),
                        rule.to(),
                        rule.cidr().orElse(named),
                        named,
                        named == null ? null : account
                    };
                });
        return first + rules.size();
    }

    private void insertInstances(Connection connection) throws SQLException {
        execute(
                connection,
                "insert into reservations (id, account_id, request_digest, launched_at)"
                        + " values ('r-00000000000000001', ?, 'sample', CURRENT_TIMESTAMP)",
                1,
                i -> new Object[] {sample.account(0).value()});
        execute(
                connection,
                "insert into instances (id, account_id, reservation_id, launch_index, zone_name, network_id, private_ip,"
                        + " mac, hostname, image_id, instance_type, vcpus, memory_mib, disk_gib, architecture,"
                        + " virtualization_type, root_device_name, termination_protected, launched_at, desired, generation,"
                        + " reboot_generation, request_id, observed_phase, observed_generation,"
                        + " observed_reboot_generation, observed_node, observed_since, reachable, version)"
                        + " values (?, ?, 'r-00000000000000001', ?, 'zone1', ?, ?, ?, ?, ?, 'm1.small', 1, 64, 1, 'x86_64',"
                        + " 'hvm', '/dev/sda1', FALSE, CURRENT_TIMESTAMP, 'RUNNING', 1, 0, 'sample', ?, ?, 0, ?,"
                        + " case when ? = 1 then CURRENT_TIMESTAMP else null end, TRUE, 0)",
                SampleNetwork.INSTANCES,
                i -> new Object[] {
                    SampleNetwork.instance(i).value(),
                    sample.account(SampleNetwork.networkOf(i)).value(),
                    i,
                    SampleNetwork.network(SampleNetwork.networkOf(i)).value(),
                    SampleNetwork.address(i),
                    SampleNetwork.mac(i),
                    SampleNetwork.hostname(i),
                    image,
                    i < SampleNetwork.ON_NODE ? null : "RUNNING",
                    i < SampleNetwork.ON_NODE ? 0 : 1,
                    i < SampleNetwork.ON_NODE ? null : "nc99",
                    i < SampleNetwork.ON_NODE ? 0 : 1
                });
    }

    private static void insertMemberships(Connection connection) throws SQLException {
        execute(
                connection,
                "insert into instance_security_groups (instance_id, group_id) values (?, ?)",
                2 * SampleNetwork.INSTANCES,
                i -> {
                    int network = SampleNetwork.networkOf(i / 2);
                    return new Object[] {
                        SampleNetwork.instance(i / 2).value(),
                        (i % 2 == 0 ? SampleNetwork.defaultGroup(network) : SampleNetwork.webGroup(network)).value()
                    };
                });
    }

    private void insertAddresses(Connection connection) throws SQLException {
        int perNetwork = SampleNetwork.INSTANCES / SampleNetwork.NETWORKS;
        execute(
                connection,
                "insert into addresses (public_ip, account_id, kind, allocated_at, instance_id, zone_name, version)"
                        + " values (?, ?, 'AUTOMATIC', CURRENT_TIMESTAMP, ?, 'zone1', 0)",
                SampleNetwork.PUBLIC,
                i -> new Object[] {
                    SampleNetwork.publicAddress(i * perNetwork).orElseThrow(),
                    sample.account(i).value(),
                    SampleNetwork.instance(i * perNetwork).value()
                });
    }

    @FunctionalInterface
    private interface Values {
        Object[] of(int row);
    }

    private static void execute(Connection connection, String sql, int rows, Values values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < rows; i++) {
                Object[] row = values.of(i);
                for (int k = 0; k < row.length; k++) {
                    statement.setObject(k + 1, row[k]);
                }
                statement.addBatch();
                if (i % BATCH == BATCH - 1 || i == rows - 1) {
                    statement.executeBatch();
                }
            }
        }
    }
}
