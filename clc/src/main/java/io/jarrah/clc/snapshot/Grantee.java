package io.jarrah.clc.snapshot;

import io.jarrah.common.id.AccountId;

/**
 * Who, beside its owner, may begin volumes with a snapshot: an account, or everybody.
 *
 * @param value an account's id, or "all"
 */
public record Grantee(String value) implements Comparable<Grantee> {
    /** Everybody; Amazon's name of that group. */
    public static final Grantee ALL = new Grantee("all");

    public Grantee {
        if (!value.equals("all")) {
            value = new AccountId(value).value();
        }
    }

    /** That account. */
    public static Grantee of(AccountId account) {
        return new Grantee(account.value());
    }

    @Override
    public int compareTo(Grantee other) {
        return value.compareTo(other.value);
    }
}
