package io.jarrah.clc.auth;

import io.jarrah.clc.action.Action;
import io.jarrah.clc.action.Api;
import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.QueryError;
import io.jarrah.common.authz.AccessRequest;
import io.jarrah.common.authz.Decision;
import io.jarrah.common.authz.Policy;
import io.jarrah.common.authz.PolicyDecision;
import io.jarrah.common.contract.VerifiedPrincipal;
import java.util.Collection;
import java.util.List;

/** Asks the decision function about every resource an action names, before the action is executed. */
public final class Authorizer {
    /** Where a principal's policies come from. */
    @FunctionalInterface
    public interface PolicySource {
        /** All policies that speak about that principal. */
        Collection<Policy> of(VerifiedPrincipal principal);

        /** Every user may do everything within the own account; those of the cloud administrator's account also on the cloud. */
        static PolicySource accountBound() {
            return principal -> principal.cloudAdministrator()
                    ? List.of(Policy.cloudAdministrator())
                    : List.of(Policy.ownAccount(principal.accountId()));
        }
    }

    private final PolicySource policies;

    public Authorizer(PolicySource policies) {
        this.policies = policies;
    }

    /**
     * Returns when the caller may do that.
     *
     * @throws ApiException UnauthorizedOperation (EC2) or AccessDenied
     */
    public void require(CallContext context, Action<?, ?> action, Object request) {
        List<String> resources = action.resources(context, request);
        if (resources.isEmpty()) {
            return;
        }
        Collection<Policy> own = policies.of(context.principal());
        for (String resource : resources) {
            Decision decision =
                    PolicyDecision.decide(AccessRequest.of(context.principal(), action.policyName(), resource), own);
            if (!decision.allowed()) {
                throw refusal(context, action, resource, decision);
            }
        }
    }

    private static ApiException refusal(CallContext context, Action<?, ?> action, String resource, Decision decision) {
        String message = "User: " + context.principal().arn() + " is not authorized to perform: " + action.policyName()
                + " on resource: " + resource
                + (decision == Decision.EXPLICIT_DENY
                        ? " with an explicit deny in a policy"
                        : " because no policy allows it");
        return action.api() == Api.EC2
                ? Ec2Error.UNAUTHORIZED_OPERATION.because(
                        "You are not authorized to perform this operation. " + message)
                : QueryError.ACCESS_DENIED.because(message);
    }
}
