package io.jarrah.common.authz;

import java.util.Collection;

/** The decision function. Pure: the same request and policies give the same decision, always. */
public final class PolicyDecision {
    private PolicyDecision() {}

    /**
     * Decides as IAM does: a denial outweighs every allowance, and what nobody allows is refused.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy evaluation logic</a>
     */
    public static Decision decide(AccessRequest request, Collection<Policy> policies) {
        boolean allowed = false;
        for (Policy policy : policies) {
            for (Statement statement : policy.statements()) {
                if (statement.appliesTo(request)) {
                    if (statement.effect() == Statement.Effect.DENY) {
                        return Decision.EXPLICIT_DENY;
                    }
                    allowed = true;
                }
            }
        }
        return allowed ? Decision.ALLOW : Decision.IMPLICIT_DENY;
    }
}
