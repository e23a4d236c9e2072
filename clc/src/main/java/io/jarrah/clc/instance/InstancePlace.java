package io.jarrah.clc.instance;

import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NetworkId;

/**
 * Where an instance is connected: what its network needs to know of its row.
 *
 * @param id the instance
 * @param network its network
 * @param mac its MAC address
 * @param privateIp its address there
 * @param hostname its host name without domain
 */
public record InstancePlace(InstanceId id, NetworkId network, String mac, String privateIp, String hostname) {}
