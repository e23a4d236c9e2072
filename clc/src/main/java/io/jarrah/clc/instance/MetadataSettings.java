package io.jarrah.clc.instance;

import io.jarrah.common.contract.MetadataOptions;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Duration;

/**
 * How an instance may read its metadata.
 *
 * @param enabled whether it may at all
 * @param tokensRequired whether every request needs a session token
 * @param hopLimit how many IP hops the answer that brings a token goes at most, 1 to 64
 * @param tags whether it may read its tags
 * @param ipv6 whether it may read it by IPv6, too
 */
@Embeddable
public record MetadataSettings(
        @Column(name = "metadata_enabled") boolean enabled,
        @Column(name = "metadata_tokens_required") boolean tokensRequired,
        @Column(name = "metadata_hop_limit") int hopLimit,
        @Column(name = "metadata_tags") boolean tags,
        @Column(name = "metadata_ipv6") boolean ipv6) {
    /** What instances have for which nobody wants anything else. */
    public static final MetadataSettings DEFAULT = new MetadataSettings(
            MetadataOptions.DEFAULT.enabled(),
            MetadataOptions.DEFAULT.tokensRequired(),
            MetadataOptions.DEFAULT.hopLimit(),
            false,
            MetadataOptions.DEFAULT.ipv6());

    /** How long a relay goes by what it was told; a change is in force everywhere after that time. */
    public static final Duration TOLD_FOR = Duration.ofSeconds(30);

    /** As the relay enforces them; whether tags may be read is decided before. */
    public MetadataOptions options() {
        return new MetadataOptions(enabled, tokensRequired, hopLimit, ipv6);
    }
}
