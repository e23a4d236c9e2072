package io.jarrah.common.sign;

/** The signature a request carries, read but not yet verified. */
public sealed interface ParsedSignature permits SigV4Signature, SigV2Signature {
    /** The access key the sender claims. */
    String accessKeyId();
}
