package io.jarrah.clc.account;

import io.jarrah.common.id.AccountId;
import java.time.Instant;

/**
 * A user of an account; the root user has no row, it is the account.
 *
 * @param id AIDA and 17 characters
 * @param account whose user
 * @param name unique in the account
 * @param path {@code /} or {@code /a/b/}
 * @param created when
 */
public record User(String id, AccountId account, String name, String path, Instant created) {
    /** The user's ARN. */
    public String arn() {
        return "arn:aws:iam::" + account + ":user" + path + name;
    }
}
