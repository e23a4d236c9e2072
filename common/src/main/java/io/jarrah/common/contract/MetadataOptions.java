package io.jarrah.common.contract;

/**
 * How an instance may read its metadata.
 *
 * @param enabled whether it may at all
 * @param tokensRequired whether every request needs a session token (IMDSv2 only)
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsRequest.html">InstanceMetadataOptionsRequest</a>
 */
public record MetadataOptions(boolean enabled, boolean tokensRequired) {
    /** Both versions answer. */
    public static final MetadataOptions DEFAULT = new MetadataOptions(true, false);
}
