package io.jarrah.sc.iscsi;

import io.jarrah.common.contract.IscsiNames;
import io.jarrah.common.contract.VolumeExport;
import io.jarrah.common.id.VolumeId;
import io.jarrah.sc.export.ExportException;
import io.jarrah.sc.export.ExportRequest;
import io.jarrah.sc.export.ExportedVolume;
import io.jarrah.sc.export.Portal;
import io.jarrah.sc.export.VolumeExporter;
import io.jarrah.sc.iscsi.TgtException.Code;
import io.jarrah.sc.os.TgtDaemon;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exports by iSCSI: one target of tgt for each attachment, which lets in one initiator name with one CHAP account. tgtd itself remembers
 * nothing over its death; what it is to have is asked for again then.
 */
public final class TgtExporter implements VolumeExporter {
    private static final Logger LOG = LoggerFactory.getLogger(TgtExporter.class);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);
    /** How long writes that are under way may keep a target, once its connections are closed. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private static final Set<Code> UNDER_WAY =
            Set.of(Code.NO_SESSION, Code.NO_CONNECTION, Code.TARGET_ACTIVE, Code.LUN_ACTIVE);
    /** How long a target without a unit waits for an initiator to come back; the pauses of QEMU's grow to 30 s. */
    private static final Duration EMPTY = Duration.ofMinutes(1);
    /** Volumes come round together; each would have all of them listed. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final TgtDaemon daemon;
    private final Tgtd tgtd;
    private final Supplier<Optional<Portal>> place;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final Map<Integer, Instant> unused = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Runnable listener = () -> {};
    private volatile Optional<String> trouble = Optional.of("tgtd was not asked yet");
    private volatile boolean up;
    private volatile Optional<Portal> listening = Optional.empty();
    private Optional<Listing> known = Optional.empty();

    private record Listing(List<Target> targets, long at) {}

    /**
     * @param place the one address to listen on; empty while there is none
     * @param random for the numbers of targets, which nobody may foresee
     */
    public TgtExporter(
            TgtDaemon daemon, Supplier<Optional<Portal>> place, RandomGenerator random, InstantSource clock) {
        this.daemon = daemon;
        this.tgtd = new Tgtd(new TgtSocket(daemon.socket(), ANSWER));
        this.place = place;
        this.random = random;
        this.clock = clock;
        daemon.onStart(this::daemonRuns);
    }

    @Override
    public String name() {
        return "iscsi";
    }

    @Override
    public void start() throws Exception {
        daemon.start();
    }

    /** Leaves tgtd alone with what it exports; without exports nobody needs it. */
    @Override
    public void stop() throws Exception {
        daemon.stop();
        if (!awaitAnswer()) {
            return;
        }
        try {
            if (tgtd.targets().isEmpty()) {
                tgtd.end();
            } else {
                LOG.info("tgtd goes on for what is exported; the next storage controller takes it over");
            }
        } catch (TgtException e) {
            LOG.warn("tgtd is left as it is: {}", e.getMessage());
        }
    }

    /** tgtd began to run, or was found running: it is awaited, given its address, and then its exports. */
    private void daemonRuns() {
        try {
            if (awaitAnswer()) {
                up = true;
                upkeep();
            } else {
                LOG.warn("tgtd does not answer at {}", daemon.socket());
            }
        } catch (ExportException e) {
            LOG.debug("tgtd runs, but not as it is to", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        listener.run();
    }

    /** Returns once it answers; false when it ends first, or is silent for long. */
    private boolean awaitAnswer() throws InterruptedException {
        long deadline = System.nanoTime() + ANSWER.toNanos();
        while (daemon.process().isPresent() && System.nanoTime() < deadline) {
            if (answers()) {
                return true;
            }
            Thread.sleep(PAUSE);
        }
        return false;
    }

    private boolean answers() {
        try {
            tgtd.portals();
            return true;
        } catch (TgtException e) {
            LOG.trace("tgtd is not up yet", e);
            return false;
        }
    }

    @Override
    public List<ExportedVolume> exports() throws ExportException {
        return look(FRESH).stream()
                .filter(Target::unit)
                .map(TgtExporter::exported)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Empty for a target that is not ours. */
    private static Optional<ExportedVolume> exported(Target target) {
        return TargetNames.parse(target.name())
                .map(name -> new ExportedVolume(
                        name.volume(),
                        name.attachment(),
                        target.device(),
                        new HashSet<>(target.admitted()),
                        new HashSet<>(target.accounts())));
    }

    /** All targets as they were at most so long ago, and since the last change from here. */
    private List<Target> look(Duration age) throws ExportException {
        return locked("tgtd cannot be asked for its targets", () -> {
            Optional<Listing> fresh = known.filter(listing -> System.nanoTime() - listing.at() < age.toNanos());
            if (fresh.isPresent() && daemon.process().isPresent()) {
                return fresh.get().targets();
            }
            known = Optional.empty();
            Listing listing = new Listing(tgtd.targets(), System.nanoTime());
            known = Optional.of(listing);
            return listing.targets();
        });
    }

    @Override
    public VolumeExport export(ExportRequest wanted) throws ExportException {
        Portal portal = listening.orElseThrow(
                () -> new ExportException("volumes cannot be exported: " + trouble.orElse("no address")));
        String name = IscsiNames.target(wanted.volume(), wanted.attachment());
        locked(name + " cannot be exported", () -> {
            known = Optional.empty();
            List<Target> targets = tgtd.targets();
            Optional<Target> there = targets.stream()
                    .filter(target -> target.name().equals(name))
                    .findFirst();
            if (there.flatMap(TgtExporter::exported)
                    .filter(export -> export.serves(wanted))
                    .isPresent()) {
                return name;
            }
            if (there.isPresent()) {
                LOG.warn("{} is not as it was made and is made anew: {}", name, there.get());
                remove(there.get());
            }
            make(name, wanted, targets);
            return name;
        });
        return new VolumeExport(
                wanted.attachment(), VolumeExport.Protocol.ISCSI, portal.host(), portal.port(), name, Tgtd.LUN);
    }

    /** Lets the initiator in last: until then nobody is, so what is half made when this process dies is no danger. */
    private void make(String name, ExportRequest wanted, List<Target> others) throws TgtException {
        String user = wanted.chap().user();
        if (others.stream()
                .anyMatch(target ->
                        !target.name().equals(name) && target.accounts().contains(user))) {
            throw new TgtException(Code.USER_EXISTS, "another target has the CHAP user " + user);
        }
        if (wanted.device().toString().matches(".*[,\\p{Cntrl}].*")) {
            throw new TgtException(Code.INVALID_REQUEST, "tgt takes no comma in " + wanted.device() + " (VOLUME_PATH)");
        }
        tgtd.deleteAccount(user);
        tgtd.addAccount(wanted.chap());
        int tid = freeNumber(others);
        tgtd.addTarget(tid, name);
        tgtd.bindAccount(tid, user);
        tgtd.addUnit(tid, wanted.device());
        tgtd.describeUnit(tid, wanted.volume().value());
        tgtd.admit(tid, wanted.initiator());
    }

    /**
     * A number that no target had: tgtd checks who logs in when the login begins and looks the target up again by its number when it ends.
     * Who keeps a login open until another target has the number of his would be let in there.
     */
    private int freeNumber(List<Target> others) {
        Set<Integer> taken = new HashSet<>();
        others.forEach(target -> taken.add(target.tid()));
        while (true) {
            int tid = random.nextInt(1, Integer.MAX_VALUE);
            if (!taken.contains(tid)) {
                return tid;
            }
        }
    }

    @Override
    public void withdraw(VolumeId volume, long attachment) throws ExportException {
        String name = IscsiNames.target(volume, attachment);
        locked(name + " cannot be withdrawn", () -> {
            known = Optional.empty();
            for (Target target : tgtd.targets()) {
                if (!target.name().equals(name) || !target.unit()) {
                    continue;
                }
                if (tgtd.connections(target.tid()).isEmpty()) {
                    remove(target);
                } else {
                    empty(target);
                }
            }
            return name;
        });
    }

    /**
     * Takes away what is behind a target that is in use, and leaves the target: who is connected, and comes back, is told that there is nothing, and the guest's reads and
     * writes fail at once. Without the target QEMU would try again for ever, and what the guest has under way with it. {@link #upkeep} removes it once nobody uses it.
     */
    private void empty(Target target) throws TgtException {
        for (String admitted : target.admitted()) {
            tgtd.shutOut(target.tid(), admitted);
        }
        insist(() -> {
            closeAll(target.tid());
            tgtd.deleteUnit(target.tid());
        });
        for (String admitted : target.admitted()) {
            if (admitted.startsWith("iqn.")) {
                tgtd.admit(target.tid(), admitted);
            }
        }
        unused.put(target.tid(), clock.instant());
        LOG.info("{} is in use; it is empty from now on", target.name());
    }

    private void closeAll(int tid) throws TgtException {
        for (TargetListing.Connection connection : tgtd.connections(tid)) {
            tgtd.close(tid, connection);
        }
    }

    /**
     * First nobody new is let in, then connections are closed, then the target goes. Its accounts are the last: a target without any asks
     * for no proof.
     */
    private void remove(Target target) throws TgtException {
        for (String admitted : target.admitted()) {
            tgtd.shutOut(target.tid(), admitted);
        }
        insist(() -> {
            closeAll(target.tid());
            tgtd.deleteTarget(target.tid());
        });
        for (String account : target.accounts()) {
            tgtd.deleteAccount(account);
        }
    }

    /** Requests that end something. */
    @FunctionalInterface
    private interface Ending {
        void run() throws TgtException;
    }

    /** Repeats, for a while, what fails as long as a request of an initiator is under way. A target that is gone by then is ended, too. */
    private static void insist(Ending requests) throws TgtException {
        long deadline = System.nanoTime() + QUIET.toNanos();
        while (true) {
            try {
                requests.run();
                return;
            } catch (TgtException e) {
                if (e.code() == Code.NO_TARGET) {
                    return;
                }
                if (!UNDER_WAY.contains(e.code()) || System.nanoTime() >= deadline) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() throws TgtException {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TgtException(Code.NO_ANSWER, "interrupted", e);
        }
    }

    /** tgtd listens on the one address and no other, and has no accounts but those of its targets. */
    @Override
    public void upkeep() throws ExportException {
        daemon.trimLog();
        try {
            note(locked("tgtd is not as it is to be", () -> {
                known = Optional.empty();
                Optional<String> wrong = listen();
                dropUnused();
                dropAccounts();
                return wrong;
            }));
        } catch (ExportException e) {
            note(Optional.of(String.valueOf(e.getMessage())));
            throw e;
        }
    }

    private void note(Optional<String> wrong) {
        if (!wrong.equals(trouble)) {
            // That it is not up yet is no news.
            if (up && wrong.isPresent()) {
                LOG.warn("volumes cannot be exported: {}", wrong.get());
            }
            trouble = wrong;
        }
    }

    /** Returns what is wrong. */
    private Optional<String> listen() throws TgtException {
        Optional<Portal> wanted = place.get();
        List<Portal> portals = tgtd.portals();
        if (wanted.isPresent() && !portals.contains(wanted.get())) {
            try {
                tgtd.addPortal(wanted.get());
            } catch (TgtException e) {
                listening = Optional.empty();
                return Optional.of("tgtd cannot listen on " + wanted.get() + " (" + e.code()
                        + "): either the address is not of this host, or the port is taken, such as by the"
                        + " distribution's tgt (systemctl disable --now tgt); ISCSI_PORT is another one");
            }
            LOG.info("volumes are exported on {}", wanted.get());
        }
        // Without an address the one of before is kept: guests write through it.
        if (wanted.isPresent()) {
            for (Portal other : portals) {
                if (!other.equals(wanted.get())) {
                    tgtd.deletePortal(other);
                }
            }
        }
        boolean moved = !listening.equals(wanted);
        listening = wanted;
        if (moved) {
            listener.run();
        }
        return wanted.isPresent()
                ? Optional.empty()
                : Optional.of(
                        "there is no IPv4 address to export volumes on; see STORAGE_INTERFACE and ADVERTISED_HOST");
    }

    /** Targets that are empty, and that nobody has been connected to for a while. */
    private void dropUnused() throws TgtException {
        Instant now = clock.instant();
        Set<Integer> empty = new HashSet<>();
        for (Target target : tgtd.targets()) {
            if (target.unit() || TargetNames.parse(target.name()).isEmpty()) {
                continue;
            }
            empty.add(target.tid());
            if (!tgtd.connections(target.tid()).isEmpty()) {
                unused.put(target.tid(), now);
            } else if (!now.isBefore(
                    unused.computeIfAbsent(target.tid(), tid -> now).plus(EMPTY))) {
                remove(target);
            }
        }
        unused.keySet().retainAll(empty);
    }

    private void dropAccounts() throws TgtException {
        Set<String> used = new HashSet<>();
        tgtd.targets().forEach(target -> used.addAll(target.accounts()));
        for (String account : tgtd.accounts()) {
            if (!used.contains(account)) {
                LOG.info("CHAP account {} belongs to no target and is removed", account);
                tgtd.deleteAccount(account);
            }
        }
    }

    @Override
    public Optional<Portal> portal() {
        return listening;
    }

    @Override
    public Optional<String> problem() {
        return daemon.problem().or(() -> trouble);
    }

    @Override
    public void onChange(Runnable changed) {
        listener = changed;
    }

    /** Several requests that belong together. */
    @FunctionalInterface
    private interface Requests<T> {
        T run() throws TgtException;
    }

    private <T> T locked(String failure, Requests<T> requests) throws ExportException {
        lock.lock();
        try {
            return requests.run();
        } catch (TgtException e) {
            throw new ExportException(failure + ": " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }
}
