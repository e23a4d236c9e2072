package io.jarrah.clc.account;

import io.jarrah.common.id.AccountId;
import java.time.Instant;

/**
 * An access key, without its secret.
 *
 * @param id AKIA and 16 characters
 * @param account whose
 * @param userName user name; empty for the root user
 * @param active whether it is accepted
 * @param created when
 */
public record AccessKey(String id, AccountId account, String userName, boolean active, Instant created) {}
