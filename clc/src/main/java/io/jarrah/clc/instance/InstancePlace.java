package io.jarrah.clc.instance;

import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NetworkId;
import java.util.Optional;

/**
 * Where an instance is connected: what its network needs to know of its row.
 *
 * @param id the instance
 * @param network its network
 * @param mac its MAC address
 * @param privateIp its address there; empty while the site's DHCP server has not given it one
 * @param hostname its host name without domain
 * @param ipv6 its address of IPv6, when it has one
 */
public record InstancePlace(
        InstanceId id,
        NetworkId network,
        String mac,
        Optional<String> privateIp,
        String hostname,
        Optional<String> ipv6) {}
