package io.jarrah.clc.instance;

import io.jarrah.common.contract.Capacity;
import io.jarrah.common.id.AccountId;
import org.hibernate.Session;

/** How many more instances an account may launch; asked inside the launch's transaction. */
@FunctionalInterface
public interface LaunchQuota {
    /** No limit. */
    LaunchQuota UNLIMITED = (session, account, each, wanted) -> wanted;

    /** How many of the wanted instances, each of that size, the account may launch now: 0 to {@code wanted}. */
    int permitted(Session session, AccountId account, Capacity each, int wanted);
}
