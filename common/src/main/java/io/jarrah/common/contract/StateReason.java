package io.jarrah.common.contract;

/**
 * Why an instance came to its state, in EC2's words (StateReason of DescribeInstances).
 *
 * @param code such as Client.UserInitiatedShutdown, Client.InstanceInitiatedShutdown, Server.InternalError or Server.InsufficientInstanceCapacity
 * @param message one sentence for the user, without secrets
 */
public record StateReason(String code, String message) {}
