package io.jarrah.walrus.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.VerifiedPrincipal;
import io.jarrah.common.id.AccountId;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every action against every kind of caller. */
class AccessTest {
    private static final AccountId OWNER = new AccountId("111111111111");

    private static Caller caller(String account, boolean administrator) {
        return new Caller.Signed(new VerifiedPrincipal(
                new AccountId(account), "name", "id", "", "arn:aws:iam::" + account + ":root", administrator));
    }

    @ParameterizedTest
    @EnumSource(S3Action.class)
    void onlyTheOwnerAndForSomeTheAdministrator(S3Action action) {
        assertThat(Access.allows(new Caller.Anonymous(), action, OWNER)).isFalse();
        assertThat(Access.allows(caller("222222222222", false), action, OWNER)).isFalse();
        assertThat(Access.allows(caller(OWNER.value(), false), action, OWNER)).isTrue();
        boolean looksOrRemoves =
                Set.of(S3Action.Right.READ, S3Action.Right.MANAGE).contains(action.right());
        assertThat(Access.allows(caller("999999999999", true), action, OWNER)).isEqualTo(looksOrRemoves);
    }
}
