package io.jarrah.common.contract;

/**
 * How an instance may read its metadata.
 *
 * @param enabled whether it may at all
 * @param tokensRequired whether every request needs a session token (IMDSv2 only)
 * @param hopLimit how many IP hops the answer to a request for a token goes at most, 1 to 64
 * @param ipv6 whether it may also at [fd00:ec2::254]
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsRequest.html">InstanceMetadataOptionsRequest</a>
 */
public record MetadataOptions(boolean enabled, boolean tokensRequired, int hopLimit, boolean ipv6) {
    /** The highest hop limit, which is also what Linux sends packets with when nobody wants another. */
    public static final int MAX_HOP_LIMIT = 64;

    /** Both versions answer; tokens reach the instance itself and no container behind it. */
    public static final MetadataOptions DEFAULT = new MetadataOptions(true, false, 1);

    /** By IPv4 alone. */
    public MetadataOptions(boolean enabled, boolean tokensRequired, int hopLimit) {
        this(enabled, tokensRequired, hopLimit, false);
    }

    public MetadataOptions {
        if (hopLimit < 1 || hopLimit > MAX_HOP_LIMIT) {
            throw new IllegalArgumentException("a hop limit is 1 to " + MAX_HOP_LIMIT + ", not " + hopLimit);
        }
    }
}
