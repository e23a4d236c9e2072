package io.jarrah.clc.account;

import io.jarrah.common.id.AccountId;
import java.time.Instant;

/**
 * An account.
 *
 * @param id 12 digits
 * @param name its alias, unique
 * @param cloudAdministrator whether its users administer the cloud
 * @param created when
 */
public record Account(AccountId id, String name, boolean cloudAdministrator, Instant created) {}
