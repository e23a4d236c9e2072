package io.jarrah.sc.iscsi;

import io.jarrah.sc.export.Portal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what tgtd 1.0.85 prints of itself. */
final class TargetListing {
    private static final Pattern TARGET = Pattern.compile("Target ([0-9]+): (\\S+)");
    private static final Pattern PORTAL = Pattern.compile("Portal: (\\[[0-9a-f:]+\\]|[0-9.]+):([0-9]+),[0-9]+");
    private static final Pattern CONNECTION = Pattern.compile("(Session|Connection): ([0-9]+)");
    private static final int SECTION_INDENT = 4;
    private static final String UNIT = "LUN: ";
    private static final String PATH = "Backing store path: ";
    private static final Pattern SIZE = Pattern.compile("Size: ([0-9]{1,12}) MB, .*");
    private static final long MEGABYTE = 1_000_000;

    private final List<Target> targets = new ArrayList<>();
    private Optional<Matcher> target = Optional.empty();
    private String section = "";
    private String unit = "";
    private boolean hasUnit;
    private boolean online;
    private Optional<Path> device = Optional.empty();
    private long bytes;
    private List<String> accounts = new ArrayList<>();
    private List<String> admitted = new ArrayList<>();

    /** One connection of an initiator. */
    record Connection(long session, int id) {}

    private TargetListing() {}

    /** Of {@code --mode target --op show}. */
    static List<Target> targets(String text) {
        TargetListing listing = new TargetListing();
        text.lines().forEach(listing::line);
        listing.finish();
        return List.copyOf(listing.targets);
    }

    /** Of {@code --mode portal --op show}. */
    static List<Portal> portals(String text) {
        return PORTAL.matcher(text)
                .results()
                .map(found -> new Portal(found.group(1), Integer.parseInt(found.group(2))))
                .toList();
    }

    /** Of {@code --mode conn --op show}. */
    static List<Connection> connections(String text) {
        List<Connection> connections = new ArrayList<>();
        long session = 0;
        Matcher matcher = CONNECTION.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1).equals("Session")) {
                session = Long.parseLong(matcher.group(2));
            } else {
                connections.add(new Connection(session, Integer.parseInt(matcher.group(2))));
            }
        }
        return connections;
    }

    /** Of {@code --mode account --op show}: a heading, and a user a line. */
    static List<String> accounts(String text) {
        return text.lines()
                .skip(1)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private void line(String line) {
        Matcher heading = TARGET.matcher(line);
        if (heading.matches()) {
            finish();
            target = Optional.of(heading);
            return;
        }
        String text = line.strip();
        if (line.length() - line.stripLeading().length() == SECTION_INDENT) {
            section = text;
            return;
        }
        switch (section) {
            case "LUN information:" -> unit(text);
            case "Account information:" -> accounts.add(text);
            case "ACL information:" -> admitted.add(text);
            default -> {}
        }
    }

    private void unit(String text) {
        Matcher size = SIZE.matcher(text);
        if (text.startsWith(UNIT)) {
            unit = text.substring(UNIT.length());
            hasUnit |= unit.equals("1");
            online = false;
        } else if (text.equals("Online: Yes")) {
            online = true;
        } else if (unit.equals("1") && size.matches()) {
            bytes = Long.parseLong(size.group(1)) * MEGABYTE;
        } else if (unit.equals("1") && online && text.startsWith(PATH)) {
            device = Optional.of(Path.of(text.substring(PATH.length())));
        }
    }

    private void finish() {
        target.ifPresent(heading -> targets.add(new Target(
                Integer.parseInt(heading.group(1)), heading.group(2), hasUnit, device, bytes, accounts, admitted)));
        target = Optional.empty();
        section = "";
        unit = "";
        hasUnit = false;
        device = Optional.empty();
        bytes = 0;
        accounts = new ArrayList<>();
        admitted = new ArrayList<>();
    }
}
