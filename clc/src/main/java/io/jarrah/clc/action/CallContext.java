package io.jarrah.clc.action;

import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.VerifiedPrincipal;
import io.jarrah.common.id.AccountId;
import java.time.Instant;

/**
 * Who calls, when, and under which request id. Handed to every operation; there is no thread-local twin.
 *
 * <p>A request with {@code DryRun=true} never reaches an operation: it is answered once it was authorised.
 *
 * @param principal who signed the request
 * @param correlation the request id answered to the caller; goes into every message and log line the request causes
 * @param now the time of the request; operations take no other clock
 * @param region the region's name, for ARNs and for what clients display
 * @param action name of the action
 */
public record CallContext(
        VerifiedPrincipal principal, Correlation correlation, Instant now, String region, String action) {
    /** The account whose resources the call sees. */
    public AccountId account() {
        return principal.accountId();
    }

    /**
     * The same call, seeing the resources of another account: what the administrator does for its owner. That the caller may is decided
     * before.
     */
    public CallContext onBehalfOf(AccountId account, String name) {
        VerifiedPrincipal owner =
                new VerifiedPrincipal(account, name, principal.userId(), principal.userName(), principal.arn(), false);
        return new CallContext(owner, correlation, now, region, action);
    }

    /** The ARN of an EC2 resource of the caller's account, such as {@code ec2Arn("instance", "i-…")}. */
    public String ec2Arn(String type, String id) {
        return "arn:aws:ec2:" + region + ":" + account().value() + ":" + type + "/" + id;
    }
}
