package io.jarrah.clc.instance.op;

import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.MetadataSettings;
import java.time.Instant;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsResponse;

/** Metadata settings as EC2's answers show them. */
final class MetadataRendering {
    private MetadataRendering() {}

    static InstanceMetadataOptionsResponse options(InstanceEntity row, Instant now) {
        MetadataSettings settings = row.metadata();
        return InstanceMetadataOptionsResponse.builder()
                .state(row.isMetadataInForce(now) ? "applied" : "pending")
                .httpTokens(tokens(settings.tokensRequired()))
                .httpPutResponseHopLimit(settings.hopLimit())
                .httpEndpoint(enabled(settings.enabled()))
                .httpProtocolIpv6(enabled(settings.ipv6()))
                .instanceMetadataTags(enabled(settings.tags()))
                .build();
    }

    static String tokens(boolean required) {
        return required ? "required" : "optional";
    }

    static String enabled(boolean enabled) {
        return enabled ? "enabled" : "disabled";
    }
}
