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
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
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
    private static final Duration LONG_PAUSE = Duration.ofMillis(300);
    /** How long writes that are under way may keep a target, once its connections are closed. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private static final Set<Code> UNDER_WAY =
            Set.of(Code.NO_TARGET, Code.NO_SESSION, Code.NO_CONNECTION, Code.TARGET_ACTIVE, Code.LUN_ACTIVE);
    /** Volumes come round together; each would have all of them listed. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final TgtDaemon daemon;
    private final Tgtd tgtd;
    private final Supplier<Optional<Portal>> place;
    private final RandomGenerator random;
    private final EmptyTargets emptied;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Runnable listener = () -> {};
    private volatile Optional<String> trouble = Optional.of("tgtd was not asked yet");
    private volatile boolean up;
    private volatile Optional<Portal> listening = Optional.empty();
    private Optional<Targets> known = Optional.empty();

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
        this.emptied = new EmptyTargets(tgtd, clock);
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
            List<Target> targets = tgtd.targets();
            if (nobodyUses(targets)) {
                for (Target target : targets) {
                    tgtd.deleteUnusedTarget(target.tid());
                }
                tgtd.end();
            } else {
                LOG.info("tgtd goes on for what is exported; the next storage controller takes it over");
            }
        } catch (TgtException e) {
            LOG.warn("tgtd is left as it is: {}", e.getMessage());
        }
    }

    private boolean nobodyUses(List<Target> targets) throws TgtException {
        for (Target target : targets) {
            if (!EmptyTargets.isEmpty(target) || !tgtd.connections(target.tid()).isEmpty()) {
                return false;
            }
        }
        return true;
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
        return asked("tgtd cannot be asked for its targets", () -> look(FRESH).exports());
    }

    @Override
    public List<ExportedVolume> exports(VolumeId volume) throws ExportException {
        return asked("tgtd cannot be asked for its targets", () -> look(FRESH).exports(volume));
    }

    /** All targets as they were at most so long ago, with what was changed from here since. Under the lock. */
    private Targets look(Duration age) throws TgtException {
        Optional<Targets> fresh = known.filter(
                targets -> !targets.olderThan(age) && daemon.process().isPresent());
        if (fresh.isPresent()) {
            return fresh.get();
        }
        Targets targets = new Targets(tgtd.targets());
        known = Optional.of(targets);
        return targets;
    }

    @Override
    public VolumeExport export(ExportRequest wanted) throws ExportException {
        Portal portal = listening.orElseThrow(
                () -> new ExportException("volumes cannot be exported: " + trouble.orElse("no address")));
        String name = IscsiNames.target(wanted.volume(), wanted.attachment());
        insist(name + " cannot be exported", () -> {
            Targets targets = look(FRESH);
            Optional<Target> there = targets.named(name);
            if (there.flatMap(Targets::exported)
                    .filter(export -> export.serves(wanted))
                    .isPresent()) {
                return name;
            }
            if (there.isPresent()) {
                LOG.info("{} is not as it is to be and is made anew: {}", name, there.get());
                remove(there.get());
                targets.remove(there.get());
            }
            targets.put(make(name, wanted, targets.all()));
            if (there.isPresent()) {
                requireServing(name, wanted);
            }
            return name;
        });
        return new VolumeExport(
                wanted.attachment(), VolumeExport.Protocol.ISCSI, portal.host(), portal.port(), name, Tgtd.LUN);
    }

    /** What is made anew and still is otherwise would be made anew for ever, each time at the guest's cost. */
    private void requireServing(String name, ExportRequest wanted) throws TgtException {
        Optional<ExportedVolume> is = look(Duration.ZERO).named(name).flatMap(Targets::exported);
        if (is.filter(export -> export.serves(wanted)).isEmpty()) {
            throw new TgtException(
                    Code.INVALID_REQUEST,
                    "tgtd makes " + is + " of it instead of " + wanted.bytes() + " bytes of " + wanted.device());
        }
    }

    /** Lets the initiator in last: until then nobody is, so what is half made when this process dies is no danger. */
    private Target make(String name, ExportRequest wanted, List<Target> others) throws TgtException {
        String user = wanted.chap().user();
        if (others.stream().anyMatch(target -> target.accounts().contains(user))) {
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
        return new Target(
                tid,
                name,
                true,
                Optional.of(wanted.device()),
                wanted.bytes(),
                List.of(user),
                List.of(wanted.initiator()));
    }

    /**
     * A number that most likely no target had: tgtd checks who logs in when the login begins and looks the target up again by its number
     * when it ends. Who keeps a login open until another target has the number of his would be let in there; of two billion numbers he
     * cannot foresee one.
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

    /**
     * Always leaves the target, empty: whether an initiator holds it is not known, since one may be about to connect again. {@link #upkeep}
     * removes it once nobody has used it for a while.
     */
    @Override
    public void withdraw(VolumeId volume, long attachment) throws ExportException {
        String name = IscsiNames.target(volume, attachment);
        insist(name + " cannot be withdrawn", () -> {
            Targets targets = look(Duration.ZERO);
            Optional<Target> there = targets.named(name).filter(Target::unit);
            if (there.isPresent()) {
                targets.put(emptied.empty(there.get()));
                LOG.info("{} is empty from now on", name);
            }
            return name;
        });
    }

    /**
     * First nobody new is let in, then connections are closed, then the target goes. Its accounts are the last: a target without any asks
     * for no proof.
     */
    private void remove(Target target) throws TgtException {
        for (String admitted : target.admitted()) {
            tgtd.shutOut(target.tid(), admitted);
        }
        tgtd.closeAll(target.tid());
        tgtd.deleteTarget(target.tid());
        for (String account : target.accounts()) {
            tgtd.deleteAccount(account);
        }
    }

    /**
     * Repeats, for a while, what fails as long as a request of an initiator is under way. Meanwhile others have their turn: one disk that hangs must not
     * keep those of a whole zone. So each attempt looks at the targets anew.
     */
    private void insist(String failure, Requests<String> attempt) throws ExportException {
        long deadline = System.nanoTime() + QUIET.toNanos();
        Duration pause = PAUSE;
        while (true) {
            try {
                locked(attempt);
                return;
            } catch (TgtException e) {
                if (!UNDER_WAY.contains(e.code()) || System.nanoTime() >= deadline) {
                    throw new ExportException(failure + ": " + e.getMessage(), e);
                }
            }
            pause(failure, pause);
            pause = pause.compareTo(LONG_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
        }
    }

    private static void pause(String failure, Duration time) throws ExportException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExportException(failure + ": interrupted", e);
        }
    }

    /** tgtd listens on the one address and no other, and has no accounts but those of its targets. */
    @Override
    public void upkeep() throws ExportException {
        daemon.trimLog();
        // It may ask the name service, for long.
        Optional<Portal> wanted = place.get();
        try {
            note(asked("tgtd is not as it is to be", () -> {
                Optional<String> wrong = listen(wanted);
                Targets targets = look(Duration.ZERO);
                emptied.upkeep(targets);
                dropAccounts(targets);
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

    /** Returns what is wrong. Without an address, or when the new one is not to be had, the one of before is kept: guests write through it. */
    private Optional<String> listen(Optional<Portal> wanted) throws TgtException {
        List<Portal> portals = tgtd.portals();
        Optional<Portal> kept = listening.filter(portals::contains);
        if (wanted.isEmpty()) {
            heard(kept);
            return Optional.of("there is no IPv4 address to export volumes on"
                    + kept.map(portal -> ", and " + portal + " of before is kept")
                            .orElse("")
                    + "; see STORAGE_INTERFACE and ADVERTISED_HOST");
        }
        if (!portals.contains(wanted.get())) {
            try {
                tgtd.addPortal(wanted.get());
            } catch (TgtException e) {
                heard(kept);
                return Optional.of("tgtd cannot listen on " + wanted.get() + " (" + e.code()
                        + "): either the address is not of this host, or the port is taken, such as by the"
                        + " distribution's tgt (systemctl disable --now tgt); ISCSI_PORT is another one");
            }
            LOG.info("volumes are exported on {}", wanted.get());
        }
        for (Portal other : portals) {
            if (!other.equals(wanted.get())) {
                tgtd.deletePortal(other);
            }
        }
        heard(wanted);
        return Optional.empty();
    }

    private void heard(Optional<Portal> portal) {
        boolean moved = !listening.equals(portal);
        listening = portal;
        if (moved) {
            listener.run();
        }
    }

    private void dropAccounts(Targets targets) throws TgtException {
        Set<String> used = new HashSet<>();
        targets.all().forEach(target -> used.addAll(target.accounts()));
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

    private <T> T asked(String failure, Requests<T> requests) throws ExportException {
        try {
            return locked(requests);
        } catch (TgtException e) {
            throw new ExportException(failure + ": " + e.getMessage(), e);
        }
    }

    private <T> T locked(Requests<T> requests) throws TgtException {
        lock.lock();
        try {
            return requests.run();
        } catch (TgtException e) {
            // Nobody knows how far it came.
            known = Optional.empty();
            throw e;
        } finally {
            lock.unlock();
        }
    }
}
