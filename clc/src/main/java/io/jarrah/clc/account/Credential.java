package io.jarrah.clc.account;

import io.jarrah.common.contract.VerifiedPrincipal;

/**
 * What verifying a signature takes.
 *
 * @param principal whose key it is
 * @param secret the secret access key
 */
public record Credential(VerifiedPrincipal principal, String secret) {
    @Override
    public String toString() {
        return "credential of " + principal.arn();
    }
}
