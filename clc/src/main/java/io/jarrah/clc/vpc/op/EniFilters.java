package io.jarrah.clc.vpc.op;

import io.jarrah.clc.filter.Filters;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;

/**
 * The filters on network interfaces: those of DescribeNetworkInterfaces, which DescribeInstances knows as {@code network-interface.NAME}.
 * Properties that interfaces here never have match nothing.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html">DescribeNetworkInterfaces</a>
 */
public final class EniFilters {
    private static final DateTimeFormatter WIRE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final List<String> NEVER = List.of(
            "addresses.association.carrier-ip",
            "addresses.association.customer-owned-ip",
            "association.carrier-ip",
            "association.customer-owned-ip",
            "ipv6-addresses.is-primary-ipv6",
            "outpost-arn",
            "requester-id");

    private EniFilters() {}

    /**
     * Adds them.
     *
     * @param prefix before each name
     * @param eni the interface of an item; one without passes none of them
     */
    public static <T> Filters.Builder<T> addTo(
            Filters.Builder<T> filters, String prefix, Function<T, Optional<Eni>> eni) {
        Adding<T> adding = new Adding<>(filters, prefix, eni);
        addPlace(adding);
        addAttachment(adding);
        adding.association("");
        adding.association("addresses.");
        NEVER.forEach(name -> adding.texts(name, item -> List.of()));
        return filters;
    }

    private static <T> void addPlace(Adding<T> adding) {
        adding.text("addresses.primary", item -> "true");
        adding.text("addresses.private-ip-address", Eni::privateIp);
        adding.text("availability-zone", Eni::zone);
        adding.text("availability-zone-id", Eni::zone);
        adding.text("description", item -> "");
        adding.texts(
                "group-id",
                item -> item.groups().stream().map(GroupIdentifier::groupId).toList());
        adding.texts(
                "group-name",
                item -> item.groups().stream().map(GroupIdentifier::groupName).toList());
        adding.text("interface-type", item -> Eni.TYPE);
        adding.texts("ipv6-addresses.ipv6-address", item -> item.ipv6().stream().toList());
        adding.text("mac-address", Eni::mac);
        adding.text("network-interface-id", Eni::id);
        adding.text("owner-id", item -> item.owner().value());
        adding.text("private-dns-name", Eni::dnsName);
        adding.text("private-ip-address", Eni::privateIp);
        adding.text("requester-managed", item -> "false");
        adding.text("source-dest-check", item -> "true");
        adding.text("status", item -> Eni.STATUS);
        adding.text("subnet-id", Eni::subnetId);
        adding.text("vpc-id", Eni::vpcId);
    }

    private static <T> void addAttachment(Adding<T> adding) {
        adding.text("attachment.attach-time", item -> wire(item.attachedAt()));
        adding.text("attachment.attachment-id", Eni::attachmentId);
        adding.text("attachment.delete-on-termination", item -> "true");
        adding.text("attachment.device-index", item -> "0");
        adding.text("attachment.instance-id", item -> item.instance().value());
        adding.text("attachment.instance-owner-id", item -> item.owner().value());
        adding.text("attachment.network-card-index", item -> "0");
        adding.text("attachment.status", Eni::attachment);
    }

    private static String wire(Instant time) {
        return WIRE.format(time);
    }

    private record Adding<T>(Filters.Builder<T> filters, String prefix, Function<T, Optional<Eni>> eni) {
        void text(String name, Function<Eni, String> value) {
            texts(name, item -> List.of(value.apply(item)));
        }

        void texts(String name, Function<Eni, Collection<String>> values) {
            filters.texts(prefix + name, item -> eni.apply(item).map(values).orElse(List.of()));
        }

        void association(String of) {
            optional(of + "association.public-ip", address -> Optional.of(address.publicIp()));
            optional(of + "association.public-dns-name", address -> Optional.of(address.publicDnsName()));
            optional(of + "association.ip-owner-id", address -> Optional.of(address.ipOwner()));
            optional(of + "association.allocation-id", Eni.Association::allocationId);
            optional(of + "association.association-id", Eni.Association::associationId);
        }

        private void optional(String name, Function<Eni.Association, Optional<String>> value) {
            texts(name, item -> item.association().flatMap(value).stream().toList());
        }
    }
}
