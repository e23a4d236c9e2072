package io.jarrah.clc.instance;

import io.jarrah.clc.network.AddressMode;
import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.id.ReservationId;
import java.time.Instant;
import java.util.Optional;

/**
 * Everything an instance is born with.
 *
 * @param id the instance
 * @param account the owner
 * @param reservation the launch it belongs to
 * @param launchIndex its place in that launch, from 0
 * @param zone where it runs
 * @param nic its place in the network
 * @param boot what it boots
 * @param shape what it takes
 * @param keyName the key pair it was launched with
 * @param terminationProtected whether TerminateInstances is refused
 * @param metadata how it may read its metadata
 * @param configDrive whether it gets a disk with its metadata and user data
 * @param request the API request that launches it
 * @param launchedAt when
 */
public record NewInstance(
        InstanceId id,
        AccountId account,
        ReservationId reservation,
        int launchIndex,
        ClusterName zone,
        Nic nic,
        Boot boot,
        Shape shape,
        Optional<String> keyName,
        boolean terminationProtected,
        MetadataSettings metadata,
        boolean configDrive,
        Correlation request,
        Instant launchedAt) {
    /**
     * Its place in the network.
     *
     * @param network the network
     * @param privateIp dotted; empty when the site's DHCP server chooses it
     * @param mac lower case
     * @param hostname without domain
     * @param mode how it gets its address
     * @param ipv6 its IPv6 address, in canonical form; empty for none
     */
    public record Nic(
            NetworkId network,
            Optional<String> privateIp,
            String mac,
            String hostname,
            AddressMode mode,
            Optional<String> ipv6) {}

    /**
     * What it boots.
     *
     * @param image the machine image
     * @param kernel its kernel, for the classic images
     * @param ramdisk its ramdisk, only with a kernel
     * @param architecture such as x86_64
     * @param virtualizationType hvm or paravirtual
     * @param rootDeviceName such as /dev/sda1
     */
    public record Boot(
            ImageId image,
            Optional<ImageId> kernel,
            Optional<ImageId> ramdisk,
            String architecture,
            String virtualizationType,
            String rootDeviceName) {}

    /**
     * What it takes.
     *
     * @param instanceType name of the type
     * @param capacity what an instance of that type takes
     */
    public record Shape(String instanceType, Capacity capacity) {}

    /** The MAC of an instance: d0:0d and the first four bytes of its id, as Eucalyptus made it. */
    public static String macOf(InstanceId id) {
        String hex = id.value().substring(InstanceId.PREFIX.length() + 1);
        return "d0:0d:" + hex.substring(0, 2) + ":" + hex.substring(2, 4) + ":" + hex.substring(4, 6) + ":"
                + hex.substring(6, 8);
    }

    /** The host name that goes with an address: ip-172-16-0-2. */
    public static String hostnameOf(String privateIp) {
        return "ip-" + privateIp.replace('.', '-');
    }
}
