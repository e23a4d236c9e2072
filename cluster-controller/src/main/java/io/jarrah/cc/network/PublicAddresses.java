package io.jarrah.cc.network;

import io.jarrah.cc.os.IpCommand;
import io.jarrah.cc.os.Link;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.ConntrackCommand;
import io.jarrah.common.os.ConntrackCommand.End;
import io.jarrah.common.state.JsonStore;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The instances' public addresses on the public interface. A file tells which are ours and whose they were; it is written
 * before an address appears and after it went and its flows ended, so that a crash at any moment is made good by the next pass.
 */
final class PublicAddresses {
    private static final Logger LOG = LoggerFactory.getLogger(PublicAddresses.class);

    /**
     * What is kept on disk.
     *
     * @param addresses private address by public address
     */
    record Ledger(SortedMap<String, String> addresses) {
        Ledger {
            addresses = new TreeMap<>(addresses);
        }
    }

    private final String device;
    private final IpCommand ip;
    private final ConntrackCommand conntrack;
    private final ArpAnnouncer announcer;
    private final JsonStore<Ledger> store;
    private Optional<SortedMap<String, String>> ledger = Optional.empty();
    private volatile SortedMap<String, String> refused = new TreeMap<>();

    PublicAddresses(String device, CommandRunner runner, ArpAnnouncer announcer, Path directory) {
        this.device = device;
        this.ip = new IpCommand(runner);
        this.conntrack = new ConntrackCommand(runner);
        this.announcer = announcer;
        this.store = new JsonStore<>(directory.resolve("public-addresses.json"), Ledger.class);
    }

    /** What is to be done; says what cannot be. */
    PublicAddressPlan plan(NetworkDocument document, Collection<Link> links, String savedSets) {
        PublicAddressPlan plan =
                PublicAddressPlan.of(document, device, links, ledger(), IpSets.publicAddresses(savedSets));
        if (!plan.refused().equals(refused)) {
            plan.refused()
                    .forEach((address, link) -> LOG.error(
                            "{} is to be an instance's public address, but it is this host's own, on {}; it is not translated",
                            address,
                            link));
            refused = plan.refused();
        }
        return plan;
    }

    /** Before the rules change: what goes is not to be taken for the host's own. */
    void beforeRules(PublicAddressPlan plan, Repairs repairs) {
        write(plan.during());
        repairs.note("public addresses that are nobody's", plan.stale());
        ip.batch(plan.removals(device));
    }

    /** After the rules changed: no flow may begin by them any more to who had an address before. */
    void afterRules(PublicAddressPlan plan, Repairs repairs) {
        repairs.note("missing public addresses", plan.missing());
        ip.batch(plan.additions(device));
        // Those that began towards the address, and those that go out by it.
        plan.changed().forEach(address -> conntrack.forget(address, End.ORIGINAL_DESTINATION, End.REPLY_DESTINATION));
        write(plan.translated());
        announcer.announce(device, plan.missing());
    }

    /** What is wrong and what to do; empty when all is well. */
    Optional<String> problem() {
        Map<String, String> now = refused;
        if (now.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("addresses of this host are given to instances and not translated: "
                + now.entrySet().stream()
                        .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                        .collect(Collectors.joining(", "))
                + "; take them out of the cloud's public addresses, or from the interface");
    }

    private SortedMap<String, String> ledger() {
        SortedMap<String, String> known =
                ledger.or(() -> store.read().map(Ledger::addresses)).orElseGet(TreeMap::new);
        ledger = Optional.of(known);
        return known;
    }

    private void write(SortedMap<String, String> addresses) {
        if (!addresses.equals(ledger())) {
            store.write(new Ledger(addresses));
            ledger = Optional.of(new TreeMap<>(addresses));
        }
    }
}
