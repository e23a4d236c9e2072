package io.jarrah.cc;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.ProcessCommandRunner;
import io.jarrah.common.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** What hosts of a lab do with IPv6; files lie in that directory. */
record Ipv6Hosts(Lab lab, Path directory) {
    /** Gives the outside an address and a route to that prefix. */
    void outside(String prefix) {
        lab.in("router", "ip", "addr", "add", "2001:db8:99::1/64", "dev", "eth0", "nodad");
        lab.in("out", "ip", "addr", "add", "2001:db8:99::2/64", "dev", "eth0", "nodad");
        lab.in("out", "ip", "route", "add", prefix, "via", "2001:db8:99::1");
    }

    /** A bridge of the administrator's on the controller's host, with an address, and a host on it. */
    void lan(String bridge, String address) {
        lab.namespace("lan");
        lab.in("router", "ip", "link", "add", "name", bridge, "type", "bridge");
        lab.in("router", "ip", "addr", "add", address, "dev", bridge, "nodad");
        new ProcessCommandRunner()
                .run(Command.of(
                        "ip",
                        "-n",
                        lab.full("router"),
                        "link",
                        "add",
                        "name",
                        "lan0",
                        "type",
                        "veth",
                        "peer",
                        "name",
                        "eth0",
                        "netns",
                        lab.full("lan")));
        lab.in("router", "ip", "link", "set", "lan0", "master", bridge, "up");
        lab.in("router", "ip", "link", "set", bridge, "up");
        lab.in("lan", "ip", "link", "set", "eth0", "up");
    }

    /**
     * Asks for an IPv6 address as ISC's client does, with a DUID of its own; by what its interface has afterwards.
     *
     * @param client tells its identities apart
     */
    String lease6(String guest, String client) throws Exception {
        // Until nobody has objected to its link-local address, there is none to ask from.
        Eventually.isTrue(() -> lab.in(guest, "ip", "-6", "addr", "show", "dev", "eth0", "tentative")
                .isEmpty());
        Path script = directory.resolve("dhclient.sh");
        Files.writeString(script, """
                #!/bin/sh
                [ -n "$new_ip6_address" ] && ip -6 addr replace $new_ip6_address/128 dev $interface nodad
                exit 0
                """);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        Path pid = directory.resolve(guest + "-" + client + ".pid");
        boolean bound = lab.can(
                guest,
                "timeout",
                "25",
                "dhclient",
                "-6",
                "-1",
                "-sf",
                script.toString(),
                "-lf",
                directory.resolve(guest + "-" + client + ".leases").toString(),
                "-pf",
                pid.toString(),
                "eth0");
        if (bound) {
            // Its daemon writes the file after the command has ended.
            Eventually.isTrue(() -> Files.exists(pid) && !Files.readString(pid).isBlank());
            ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(ProcessHandle::destroyForcibly);
        }
        return bound
                ? lab.in(guest, "ip", "-6", "-brief", "addr", "show", "dev", "eth0", "scope", "global")
                : "no lease";
    }
}
