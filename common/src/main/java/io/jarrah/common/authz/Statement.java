package io.jarrah.common.authz;

import java.util.List;
import java.util.Locale;

/**
 * One statement of a policy.
 *
 * @param effect what it does when it applies
 * @param actions patterns such as {@code ec2:Describe*}; case does not matter
 * @param resources ARN patterns; case matters
 * @param conditions all must hold
 */
public record Statement(Effect effect, List<String> actions, List<String> resources, List<Condition> conditions) {
    /** What a statement does to the requests it applies to. */
    public enum Effect {
        /** Allows them unless another statement denies. */
        ALLOW,
        /** Denies them for good. */
        DENY
    }

    public Statement {
        actions =
                actions.stream().map(action -> action.toLowerCase(Locale.ROOT)).toList();
        resources = List.copyOf(resources);
        conditions = List.copyOf(conditions);
    }

    /** An unconditional allowance. */
    public static Statement allow(List<String> actions, List<String> resources) {
        return new Statement(Effect.ALLOW, actions, resources, List.of());
    }

    /** An unconditional denial. */
    public static Statement deny(List<String> actions, List<String> resources) {
        return new Statement(Effect.DENY, actions, resources, List.of());
    }

    boolean appliesTo(AccessRequest request) {
        String action = request.action().toLowerCase(Locale.ROOT);
        return actions.stream().anyMatch(pattern -> Wildcards.matches(pattern, action))
                && resources.stream().anyMatch(pattern -> Wildcards.matches(pattern, request.resource()))
                && conditions.stream().allMatch(condition -> condition.holds(request.context()));
    }
}
