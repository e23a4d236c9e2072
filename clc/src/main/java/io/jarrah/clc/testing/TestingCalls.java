package io.jarrah.clc.testing;

import io.jarrah.clc.action.CallContext;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.VerifiedPrincipal;
import io.jarrah.common.id.AccountId;
import java.time.Instant;

/** Callers and call contexts for tests of operations. */
public final class TestingCalls {
    /** A usual account. */
    public static final AccountId ALICE = new AccountId("111122223333");
    /** Another one, who must not see what {@link #ALICE} owns. */
    public static final AccountId BOB = new AccountId("444455556666");
    /** The time of all calls. */
    public static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private TestingCalls() {}

    /** A call by the root user of that account. */
    public static CallContext by(AccountId account, String action) {
        return new CallContext(root(account), new Correlation("test-" + action), NOW, "us-east-1", action);
    }

    /** The root user of that account. */
    public static VerifiedPrincipal root(AccountId account) {
        return new VerifiedPrincipal(
                account, "account-" + account, account.value(), "", "arn:aws:iam::" + account + ":root", false);
    }
}
