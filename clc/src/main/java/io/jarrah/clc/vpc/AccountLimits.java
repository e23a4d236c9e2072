package io.jarrah.clc.vpc;

/**
 * What an account may have at most, as DescribeAccountAttributes tells it.
 *
 * @param securityGroupsPerInterface how many security groups one network interface may be in
 * @param elasticIps how many public addresses an account may allocate
 */
public record AccountLimits(int securityGroupsPerInterface, int elasticIps) {}
