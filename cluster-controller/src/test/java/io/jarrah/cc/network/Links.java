package io.jarrah.cc.network;

import io.jarrah.cc.os.Link;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Interfaces for plans. */
final class Links {
    private Links() {}

    /** One that is no VLAN, and has neither IPv6 addresses nor addresses with a label. */
    static Link link(
            String name,
            int index,
            String kind,
            String mac,
            int mtu,
            boolean up,
            Optional<String> master,
            int group,
            boolean noIpv6LinkLocal,
            List<String> addresses,
            Optional<Link.Vxlan> vxlan) {
        return link(
                name,
                index,
                kind,
                mac,
                mtu,
                up,
                master,
                group,
                noIpv6LinkLocal,
                addresses,
                vxlan,
                Optional.empty(),
                Map.of());
    }

    /** One without IPv6 addresses. */
    static Link link(
            String name,
            int index,
            String kind,
            String mac,
            int mtu,
            boolean up,
            Optional<String> master,
            int group,
            boolean noIpv6LinkLocal,
            List<String> addresses,
            Optional<Link.Vxlan> vxlan,
            Optional<Link.Vlan> vlan,
            Map<String, String> labels) {
        return new Link(
                name,
                index,
                kind,
                mac,
                mtu,
                up,
                master,
                group,
                noIpv6LinkLocal,
                addresses,
                vxlan,
                vlan,
                labels,
                List.of());
    }
}
