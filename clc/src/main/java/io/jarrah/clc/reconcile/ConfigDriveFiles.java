package io.jarrah.clc.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.LaunchDataEntity;
import io.jarrah.clc.network.FlatPlan;
import io.jarrah.clc.network.NetworkPlan;
import io.jarrah.common.config.FlatNetwork;
import io.jarrah.common.contract.ConfigFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is on an instance's config drive, in the form of cloud-init's NoCloud. Texts are lines of YAML whose values are JSON. A pure function
 * of the rows.
 *
 * @see <a href="https://cloudinit.readthedocs.io/en/latest/reference/datasources/nocloud.html">NoCloud</a>
 */
final class ConfigDriveFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ConfigDriveFiles() {}

    /** The files; user-data is there even when it is empty, since NoCloud looks for it. */
    static List<ConfigFile> of(InstanceEntity row, Optional<LaunchDataEntity> launch, NetworkPlan plan) {
        List<ConfigFile> files = new ArrayList<>();
        files.add(ConfigFile.of("meta-data", metaData(row, launch)));
        files.add(ConfigFile.of(
                "user-data", launch.flatMap(LaunchDataEntity::userData).orElse(new byte[0])));
        if (plan instanceof FlatPlan flat) {
            networkConfig(row, flat.network()).ifPresent(text -> files.add(ConfigFile.of("network-config", text)));
        }
        return files;
    }

    private static String metaData(InstanceEntity row, Optional<LaunchDataEntity> launch) {
        StringBuilder text = new StringBuilder();
        line(text, "instance-id", row.id().value());
        line(text, "local-hostname", row.hostname());
        line(text, "ami-id", row.image().value());
        line(text, "instance-type", row.instanceType());
        line(text, "availability-zone", row.zone().value());
        launch.flatMap(LaunchDataEntity::publicKey).ifPresent(key -> line(text, "public-keys", List.of(key.strip())));
        return text.toString();
    }

    /** Only where the cloud gives the address: elsewhere the guest asks by DHCP, as it does anyway. */
    private static Optional<String> networkConfig(InstanceEntity row, FlatNetwork network) {
        if (network.prefix().isEmpty()
                || row.privateIp().isEmpty()
                || network.pairs().pairs().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> nic = new LinkedHashMap<>();
        nic.put("match", Map.of("macaddress", row.mac().orElseThrow()));
        nic.put("dhcp4", false);
        nic.put(
                "addresses",
                List.of(row.privateIp().get() + "/" + network.prefix().get().length()));
        network.router().ifPresent(router -> nic.put("routes", List.of(route(router))));
        if (!network.dns().isEmpty()) {
            nic.put("nameservers", Map.of("addresses", network.dns()));
        }
        StringBuilder text = new StringBuilder();
        line(text, "version", 2);
        line(text, "ethernets", Map.of("nic0", nic));
        return Optional.of(text.toString());
    }

    private static Map<String, String> route(String router) {
        Map<String, String> route = new LinkedHashMap<>();
        route.put("to", "0.0.0.0/0");
        route.put("via", router);
        return route;
    }

    private static void line(StringBuilder text, String key, Object value) {
        try {
            text.append(key).append(": ").append(JSON.writeValueAsString(value)).append('\n');
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings could not be written as JSON", e);
        }
    }
}
