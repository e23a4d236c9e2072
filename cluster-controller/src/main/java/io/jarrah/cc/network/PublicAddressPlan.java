package io.jarrah.cc.network;

import io.jarrah.cc.os.Link;
import io.jarrah.common.contract.NetworkDocument;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The difference between the public addresses that the public interface has and those that it should have. Pure.
 *
 * <p>An address is ours when the ledger or the kernel's set of public addresses has it and it stands on the public interface with 32
 * bits; every other address of the host is its administrator's, is never removed, and is not translated even when an instance
 * is to have it.
 *
 * @param translated private address by public address, as it will be
 * @param refused what belongs to the host though an instance is to have it, with the interface
 * @param missing addresses to be given to the public interface
 * @param stale addresses to be taken from it
 * @param changed addresses whose flows may still go to who had them before
 * @param during the ledger while this is carried out: whatever happens meanwhile, nothing of ours is forgotten
 */
public record PublicAddressPlan(
        SortedMap<String, String> translated,
        SortedMap<String, String> refused,
        List<String> missing,
        List<String> stale,
        SortedSet<String> changed,
        SortedMap<String, String> during) {
    private static final String BITS = "/32";

    /** Who had an address is not known: the ledger was lost. */
    private static final String UNKNOWN = "";

    public PublicAddressPlan {
        missing = List.copyOf(missing);
        stale = List.copyOf(stale);
    }

    /**
     * Plans the changes.
     *
     * @param device the public interface
     * @param ledger private address by public address, as it was when all was carried out last
     * @param inSet members of the kernel's set of public addresses
     */
    public static PublicAddressPlan of(
            NetworkDocument document,
            String device,
            Collection<Link> links,
            Map<String, String> ledger,
            Set<String> inSet) {
        SortedMap<String, String> known = new TreeMap<>(ledger);
        inSet.forEach(address -> known.putIfAbsent(address, UNKNOWN));
        Map<String, String> hosts = new TreeMap<>();
        SortedSet<String> present = new TreeSet<>();
        for (Link link : links) {
            for (String prefix : link.addresses()) {
                String address = prefix.substring(0, prefix.indexOf('/'));
                if (link.name().equals(device) && prefix.endsWith(BITS) && known.containsKey(address)) {
                    present.add(address);
                } else {
                    hosts.put(address, link.name());
                }
            }
        }
        SortedMap<String, String> translated = new TreeMap<>();
        SortedMap<String, String> refused = new TreeMap<>();
        document.endpoints().forEach(endpoint -> endpoint.publicIp().ifPresent(address -> {
            String host = hosts.get(address);
            if (host == null) {
                translated.put(address, endpoint.privateIp());
            } else {
                refused.put(address, host);
            }
        }));
        List<String> missing = translated.keySet().stream()
                .filter(address -> !present.contains(address))
                .toList();
        present.removeAll(translated.keySet());
        SortedSet<String> changed = new TreeSet<>();
        known.forEach((address, owner) -> {
            if (!owner.equals(translated.get(address))) {
                changed.add(address);
            }
        });
        SortedMap<String, String> during = new TreeMap<>(translated);
        during.putAll(known);
        return new PublicAddressPlan(translated, refused, missing, List.copyOf(present), changed, during);
    }

    List<String> removals(String device) {
        return stale.stream()
                .map(address -> "address delete " + address + BITS + " dev " + device)
                .toList();
    }

    List<String> additions(String device) {
        return missing.stream()
                .map(address -> "address add " + address + BITS + " dev " + device)
                .toList();
    }
}
