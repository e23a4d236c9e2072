package io.jarrah.common.authz;

import io.jarrah.common.id.AccountId;
import java.util.List;

/**
 * A policy: statements whose order does not matter.
 *
 * @param name for logs and error messages
 * @param statements the statements
 */
public record Policy(String name, List<Statement> statements) {
    public Policy {
        statements = List.copyOf(statements);
    }

    /**
     * Everything on the account's own resources and on what EC2 names without an account (images, snapshots, whose visibility is a matter of their own permissions): what every user of an account may do until IAM policies say less.
     */
    public static Policy ownAccount(AccountId account) {
        return new Policy(
                "own-account",
                List.of(Statement.allow(
                        List.of("*"), List.of("arn:aws:*:*:" + account.value() + ":*", "arn:aws:ec2:*::*"))));
    }

    /** Everything everywhere: the cloud administrator's. */
    public static Policy cloudAdministrator() {
        return new Policy("cloud-administrator", List.of(Statement.allow(List.of("*"), List.of("*"))));
    }
}
