package io.jarrah.common.contract;

import io.jarrah.common.id.SecurityGroupId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network document, or a node's part of one, as pieces of which none is large, however large the whole is (RFD 0034). A piece
 * says a part of each list, under the generation of the whole; a group may be in several, with a part of its rules and members in
 * each. Pure.
 */
public final class NetworkPages {
    /** Values in a page, about: 1.5 MiB of XML, and what is signed and parsed in a tenth of a second. */
    static final int VALUES = 20_000;

    private NetworkPages() {}

    /** The pieces, one at least. */
    public static List<NetworkDocument> of(NetworkDocument document) {
        return of(document, VALUES);
    }

    static List<NetworkDocument> of(NetworkDocument document, int values) {
        Cut cut = new Cut(values);
        cut.add(document.segments(), document.endpoints(), document.groups());
        document.peers().forEach(peer -> cut.page(NetworkSize.of(peer)).peers.add(peer));
        return cut.pages.stream()
                .map(page -> new NetworkDocument(
                        document.generation(), page.segments, page.endpoints, page.groups(), page.peers))
                .toList();
    }

    /** The pieces, one at least. */
    public static List<NodeNetwork> of(NodeNetwork network) {
        return of(network, VALUES);
    }

    static List<NodeNetwork> of(NodeNetwork network, int values) {
        Cut cut = new Cut(values);
        cut.add(network.segments(), network.endpoints(), network.groups());
        network.tunnelPeers().forEach(peer -> cut.page(1).tunnelPeers.add(peer));
        return cut.pages.stream()
                .map(page -> new NodeNetwork(
                        network.generation(), page.segments, page.tunnelPeers, page.endpoints, page.groups()))
                .toList();
    }

    /** What these are the pieces of. */
    public static NetworkDocument joined(List<NetworkDocument> pages) {
        Page all = new Page();
        for (NetworkDocument page : pages) {
            all.add(page.segments(), page.endpoints(), page.groups());
            all.peers.addAll(page.peers());
        }
        return new NetworkDocument(pages.getFirst().generation(), all.segments, all.endpoints, all.groups(), all.peers);
    }

    /** What these are the pieces of. */
    public static NodeNetwork joinedNode(List<NodeNetwork> pages) {
        Page all = new Page();
        for (NodeNetwork page : pages) {
            all.add(page.segments(), page.endpoints(), page.groups());
            all.tunnelPeers.addAll(page.tunnelPeers());
        }
        return new NodeNetwork(
                pages.getFirst().generation(), all.segments, all.tunnelPeers, all.endpoints, all.groups());
    }

    private record Group(List<SecurityRule> rules, List<String> members) {}

    private static final class Page {
        private final List<NetworkSegment> segments = new ArrayList<>();
        private final List<NetworkEndpoint> endpoints = new ArrayList<>();
        private final Map<SecurityGroupId, Group> groups = new LinkedHashMap<>();
        private final List<ClusterPeer> peers = new ArrayList<>();
        private final List<String> tunnelPeers = new ArrayList<>();
        private long values;

        private void add(
                List<NetworkSegment> someSegments, List<NetworkEndpoint> someEndpoints, List<SecurityGroup> pieces) {
            segments.addAll(someSegments);
            endpoints.addAll(someEndpoints);
            for (SecurityGroup piece : pieces) {
                Group group = group(piece.id());
                group.rules.addAll(piece.rules());
                group.members.addAll(piece.members());
            }
        }

        private Group group(SecurityGroupId id) {
            return groups.computeIfAbsent(id, fresh -> new Group(new ArrayList<>(), new ArrayList<>()));
        }

        private List<SecurityGroup> groups() {
            return groups.entrySet().stream()
                    .map(entry -> new SecurityGroup(
                            entry.getKey(),
                            entry.getValue().rules(),
                            entry.getValue().members()))
                    .toList();
        }
    }

    /** Fills one page after the other. */
    private static final class Cut {
        private final int limit;
        private final List<Page> pages = new ArrayList<>(List.of(new Page()));

        Cut(int limit) {
            this.limit = limit;
        }

        /** The page to put something of that size on. */
        private Page page(long values) {
            Page page = pages.getLast();
            if (page.values > 0 && page.values + values > limit) {
                page = new Page();
                pages.add(page);
            }
            page.values += values;
            return page;
        }

        private void add(List<NetworkSegment> segments, List<NetworkEndpoint> endpoints, List<SecurityGroup> groups) {
            segments.forEach(segment -> page(NetworkSize.of(segment)).segments.add(segment));
            endpoints.forEach(
                    endpoint -> page(NetworkSize.of(endpoint)).endpoints.add(endpoint));
            for (SecurityGroup group : groups) {
                page(1).group(group.id());
                group.rules()
                        .forEach(rule ->
                                page(NetworkSize.RULE).group(group.id()).rules.add(rule));
                group.members()
                        .forEach(member -> page(1).group(group.id()).members.add(member));
            }
        }
    }
}
