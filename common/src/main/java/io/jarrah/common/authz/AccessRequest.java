package io.jarrah.common.authz;

import io.jarrah.common.contract.VerifiedPrincipal;
import java.util.List;
import java.util.Map;

/**
 * What is asked of {@link PolicyDecision}: one action on one resource.
 *
 * @param principal who asks, signature already verified
 * @param action service and action as IAM writes them, such as {@code ec2:RunInstances}
 * @param resource ARN of the resource, such as {@code arn:aws:ec2:us-east-1:123456789012:instance/i-…}
 * @param context condition keys (lower case, such as {@code aws:sourceip}) and their values
 */
public record AccessRequest(
        VerifiedPrincipal principal, String action, String resource, Map<String, List<String>> context) {
    public AccessRequest {
        context = Map.copyOf(context);
    }

    /** A request without condition keys. */
    public static AccessRequest of(VerifiedPrincipal principal, String action, String resource) {
        return new AccessRequest(principal, action, resource, Map.of());
    }
}
