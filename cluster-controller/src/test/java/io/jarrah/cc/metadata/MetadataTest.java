package io.jarrah.cc.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.cc.MutableClock;
import io.jarrah.cc.Samples;
import io.jarrah.common.contract.InstanceMetadata;
import io.jarrah.common.contract.MetadataOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {
    private static final InstanceMetadata METADATA = new InstanceMetadata(
            Samples.instance(1),
            Map.of(
                    "ami-id", "ami-1",
                    "instance-id", "i-1",
                    "local-ipv4", "172.16.10.5",
                    "placement/availability-zone", "zone1",
                    "placement/region", "jarrah",
                    "public-keys/0/openssh-key", "ssh-ed25519 AAAA my key"),
            Map.of("instance-identity/document", "{}", "instance-identity/signature", "c2ln"),
            Optional.of("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8)),
            MetadataOptions.DEFAULT,
            Instant.MAX);

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "/latest/meta-data/ami-id, ami-1",
                "/2009-04-04/meta-data/instance-id, i-1",
                "/latest/meta-data/placement/availability-zone, zone1",
                "/latest/meta-data/placement, 'availability-zone|region'",
                "/latest/meta-data/placement/, 'availability-zone|region'",
                "/latest/meta-data, 'ami-id|instance-id|local-ipv4|placement/|public-keys/'",
                "/latest/meta-data/, 'ami-id|instance-id|local-ipv4|placement/|public-keys/'",
                "/latest/meta-data/public-keys, '0=my key'",
                "/latest/meta-data/public-keys/, '0=my key'",
                "/latest/meta-data/public-keys/0, openssh-key",
                "/latest/meta-data/public-keys/0/, openssh-key",
                "/latest/meta-data/public-keys/0/openssh-key, ssh-ed25519 AAAA my key",
                "/latest/user-data, '#!/bin/sh|'",
                "/latest, 'dynamic|meta-data|user-data'",
                "/2009-04-04/, 'dynamic|meta-data|user-data'",
                "/latest/dynamic/, instance-identity/",
                "/latest/dynamic, instance-identity/",
                "/latest/dynamic/instance-identity, 'document|signature'",
                "/latest/dynamic/instance-identity/, 'document|signature'",
                "/latest/dynamic/instance-identity/document, {}"
            })
    void pages(String path, String expected) {
        assertThat(page(path)).contains(expected.replace('|', '\n'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/2222-01-01/meta-data/",
                "/latest/meta-data/nothing",
                "/latest/meta-data/ami-id/",
                "/nothing",
                "/latest/network-topology",
                "/latest/meta-data/public-keys/1",
                "/latest/user-data/"
            })
    void thereIsNoOtherPage(String path) {
        assertThat(page(path)).isEmpty();
    }

    /** Facts 7.2, failure 24: every tenant's groups, rules and addresses could be read here by any guest. */
    @Test
    void failure24NobodyReadsTheNetworksTopology() {
        for (String version : page("/").orElseThrow().split("\n", -1)) {
            for (String name : new String[] {"network-topology", "network-topology/", "meta-data/network-topology"}) {
                assertThat(page("/" + version + "/" + name)).isEmpty();
            }
            assertThat(page("/" + version + "/").orElseThrow()).doesNotContain("topology");
        }
    }

    @Test
    void versionsAreListed() {
        assertThat(page("/").orElseThrow()).startsWith("1.0\n2007-01-19").endsWith("\nlatest");
    }

    @Test
    void tokensBelongToOneInstanceAndExpire() {
        MutableClock clock = new MutableClock();
        MetadataTokens tokens = new MetadataTokens(new byte[32], clock);
        String token = tokens.issue(Samples.instance(1), 60);

        assertThat(tokens.isValid(Samples.instance(1), token)).isTrue();
        assertThat(tokens.isValid(Samples.instance(2), token)).isFalse();
        assertThat(tokens.isValid(Samples.instance(1), token + "x")).isFalse();
        assertThat(tokens.isValid(Samples.instance(1), "9" + token)).isFalse();
        assertThat(tokens.isValid(Samples.instance(1), "")).isFalse();
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;
        assertThat(new MetadataTokens(otherKey, clock).isValid(Samples.instance(1), token))
                .isFalse();
        clock.advance(Duration.ofSeconds(60));
        assertThat(tokens.isValid(Samples.instance(1), token)).isFalse();
    }

    private static Optional<String> page(String path) {
        return new MetadataTree(METADATA).page(path).map(page -> new String(page.body(), StandardCharsets.UTF_8));
    }
}
