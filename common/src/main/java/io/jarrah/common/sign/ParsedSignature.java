package io.jarrah.common.sign;

import java.util.Optional;

/** The signature a request carries, read but not yet verified. */
public sealed interface ParsedSignature permits SigV4Signature, SigV2Signature {
    /** The access key the sender claims. */
    String accessKeyId();

    /** The session token of temporary credentials, which belongs to the access key and is still to be checked. */
    Optional<String> securityToken();
}
