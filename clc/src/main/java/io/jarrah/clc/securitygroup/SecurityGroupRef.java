package io.jarrah.clc.securitygroup;

import io.jarrah.common.id.SecurityGroupId;

/**
 * A group as instances show it.
 *
 * @param id the group
 * @param name its name
 */
public record SecurityGroupRef(SecurityGroupId id, String name) {}
