package io.jarrah.common.contract;

import io.jarrah.common.id.AccountId;

/**
 * Who signed a request, once the signature was found good.
 *
 * @param accountId the account
 * @param accountName its alias
 * @param userId AIDA… id, or the account id for the root user
 * @param userName user name; empty for the root user
 * @param arn arn:aws:iam::ACCOUNT:user/NAME or :root
 * @param cloudAdministrator whether the account is the cloud's own (eucalyptus)
 */
public record VerifiedPrincipal(
        AccountId accountId,
        String accountName,
        String userId,
        String userName,
        String arn,
        boolean cloudAdministrator) {}
