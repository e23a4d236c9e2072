package io.jarrah.clc.metadata;

import io.jarrah.clc.address.PublicAddress;
import io.jarrah.clc.image.ImageEntity;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.InstanceNames;
import io.jarrah.clc.instance.LaunchDataEntity;
import io.jarrah.clc.network.NetworkEntity;
import io.jarrah.clc.network.NetworkPlan;
import io.jarrah.clc.securitygroup.SecurityGroupRef;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.common.id.ImageId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The meta-data tree of one instance as path to value: a pure function of its rows. It says nothing of any other tenant.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html">Instance metadata</a>
 */
final class MetadataTree {
    private MetadataTree() {}

    /**
     * The tree of a live instance.
     *
     * @param image its image, also when deregistered
     * @param network its network
     * @param launch user data and key
     * @param open the public address that leads to it
     * @param groups its security groups
     * @param tags those it may read; their keys are fit for a path
     * @param plan how networks are cut
     */
    static Map<String, String> of(
            InstanceEntity instance,
            Optional<ImageEntity> image,
            NetworkEntity network,
            Optional<LaunchDataEntity> launch,
            Optional<PublicAddress> open,
            List<SecurityGroupRef> groups,
            Map<String, String> tags,
            String region,
            NetworkPlan plan) {
        Map<String, String> tree = new TreeMap<>();
        String address = instance.privateIp().orElseThrow();
        String mac = instance.mac().orElseThrow();
        String dnsName = InstanceNames.privateDnsName(instance, region);
        tree.put("ami-id", instance.image().value());
        tree.put("ami-launch-index", Integer.toString(instance.launchIndex()));
        tree.put("ami-manifest-path", image.map(ImageEntity::location).orElse("(unknown)"));
        instance.kernel().map(ImageId::value).ifPresent(id -> tree.put("kernel-id", id));
        instance.ramdisk().map(ImageId::value).ifPresent(id -> tree.put("ramdisk-id", id));
        tree.put("block-device-mapping/ami", device(instance.rootDeviceName()));
        tree.put("block-device-mapping/root", instance.rootDeviceName());
        tree.put("hostname", dnsName);
        tree.put("instance-action", "none");
        tree.put("instance-id", instance.id().value());
        tree.put("instance-life-cycle", "on-demand");
        tree.put("instance-type", instance.instanceType());
        tree.put("local-hostname", dnsName);
        tree.put("local-ipv4", address);
        tree.put("mac", mac);
        tree.put("placement/availability-zone", instance.zone().value());
        tree.put("placement/availability-zone-id", instance.zone().value());
        tree.put("placement/region", region);
        tree.put("profile", "default-" + instance.virtualizationType());
        tree.put("reservation-id", instance.reservation().value());
        tree.put("security-groups", lines(groups, SecurityGroupRef::name));
        tree.put("services/domain", "amazonaws.com");
        tree.put("services/partition", "aws");
        tags.forEach((key, value) -> tree.put("tags/instance/" + key, value));
        putKey(tree, instance, launch);
        String prefix = "network/interfaces/macs/" + mac + "/";
        putInterface(tree, prefix, instance, network, groups, dnsName);
        tree.put(prefix + "vpc-ipv4-cidr-block", plan.prefix());
        tree.put(prefix + "vpc-ipv4-cidr-blocks", plan.prefix());
        putIpv6(tree, prefix, instance, network, plan);
        open.ifPresent(publicAddress -> putPublic(tree, mac, address, publicAddress, region));
        return tree;
    }

    /** Without an IPv6 address there are no such keys, as at Amazon. */
    private static void putIpv6(
            Map<String, String> tree, String prefix, InstanceEntity instance, NetworkEntity network, NetworkPlan plan) {
        instance.ipv6().ifPresent(address -> {
            tree.put("ipv6", address);
            tree.put(prefix + "ipv6s", address);
            plan.cidr6(network.slice())
                    .ifPresent(cidr -> tree.put(prefix + "subnet-ipv6-cidr-blocks", cidr.toString()));
            plan.prefix6().ifPresent(cidr -> tree.put(prefix + "vpc-ipv6-cidr-blocks", cidr.toString()));
        });
    }

    private static void putKey(Map<String, String> tree, InstanceEntity instance, Optional<LaunchDataEntity> launch) {
        Optional<String> key = launch.flatMap(LaunchDataEntity::publicKey);
        if (key.isPresent() && instance.keyName().isPresent()) {
            // The relay lists public-keys/ as "0=NAME", with the name that is the comment of the line.
            tree.put("public-keys/0/openssh-key", key.get().strip() + "\n");
        }
    }

    private static void putInterface(
            Map<String, String> tree,
            String prefix,
            InstanceEntity instance,
            NetworkEntity network,
            List<SecurityGroupRef> groups,
            String dnsName) {
        tree.put(prefix + "device-number", "0");
        tree.put(prefix + "interface-id", DefaultVpc.networkInterface(instance.id()));
        tree.put(prefix + "local-hostname", dnsName);
        tree.put(prefix + "local-ipv4s", instance.privateIp().orElseThrow());
        tree.put(prefix + "mac", instance.mac().orElseThrow());
        tree.put(prefix + "owner-id", instance.account().value());
        tree.put(prefix + "security-groups", lines(groups, SecurityGroupRef::name));
        tree.put(
                prefix + "security-group-ids", lines(groups, group -> group.id().value()));
        tree.put(prefix + "subnet-id", DefaultVpc.subnet(instance.account(), instance.zone()));
        tree.put(prefix + "subnet-ipv4-cidr-block", network.cidr());
        tree.put(prefix + "vpc-id", DefaultVpc.vpc(instance.account()));
    }

    /** Without a public address there are no such keys, as at Amazon. */
    private static void putPublic(
            Map<String, String> tree, String mac, String address, PublicAddress open, String region) {
        String prefix = "network/interfaces/macs/" + mac + "/";
        tree.put("public-hostname", open.dnsName(region));
        tree.put("public-ipv4", open.ip());
        tree.put(prefix + "ipv4-associations/" + open.ip(), address);
        tree.put(prefix + "public-hostname", open.dnsName(region));
        tree.put(prefix + "public-ipv4s", open.ip());
    }

    private static String lines(List<SecurityGroupRef> groups, Function<SecurityGroupRef, String> value) {
        return groups.stream().map(value).collect(Collectors.joining("\n"));
    }

    /** Device names are without /dev/ here. */
    private static String device(String name) {
        return name.startsWith("/dev/") ? name.substring("/dev/".length()) : name;
    }
}
