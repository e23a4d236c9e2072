package io.jarrah.nc.volume;

import io.jarrah.common.contract.AttachedVolume.Phase;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.contract.VolumeConnection;
import io.jarrah.common.id.VolumeId;
import io.jarrah.nc.hypervisor.VolumeDisk;
import io.jarrah.nc.volume.VolumeTask.Ended;
import io.jarrah.nc.volume.VolumeTask.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares the volumes that an instance is to have with those its domain has. Pure: same arguments, same answer. */
public final class VolumePlanner {
    static final String ASKED =
            "the guest was asked to let the disk go and still has it; unmount it there, or reboot the instance";

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final VolumePatience patience;

    public VolumePlanner(VolumePatience patience) {
        this.patience = patience;
    }

    /**
     * What to do now, and when to look again.
     *
     * @param steps what to do
     * @param again look again after that long; empty when only a change can bring something to do
     */
    public record Plan(List<VolumeStep> steps, Optional<Duration> again) {
        public Plan {
            steps = List.copyOf(steps);
        }
    }

    /** Whether a start may go on. */
    public sealed interface Boot {
        /**
         * It may.
         *
         * @param with the volumes that answer
         */
        record Ready(Set<VolumeId> with) implements Boot {}

        /**
         * Not yet.
         *
         * @param steps what to do first
         * @param why which volume does not answer, if any
         * @param again look again after that long
         */
        record NotYet(List<VolumeStep> steps, Optional<String> why, Duration again) implements Boot {}
    }

    /**
     * For a domain that runs.
     *
     * @param disks what it has
     * @param tasks what is being done, or was done last, about each
     */
    public Plan running(Attachments volumes, List<VolumeDisk> disks, Map<VolumeId, VolumeTask> tasks, Instant now) {
        Draft draft = new Draft(volumes, tasks, now);
        Map<VolumeId, VolumeDisk> has =
                disks.stream().collect(Collectors.toMap(VolumeDisk::volume, disk -> disk, (a, b) -> a));
        Set<VolumeId> all = new TreeSet<>(has.keySet());
        volumes.known().forEach(one -> all.add(one.volume()));
        volumes.wanted().forEach(one -> all.add(one.volume()));
        for (VolumeId volume : all) {
            if (tasks.get(volume) instanceof VolumeTask.Running) {
                continue;
            }
            Optional<VolumeConnection> wanted = volumes.wanted(volume);
            Optional<VolumeDisk> disk = Optional.ofNullable(has.get(volume));
            if (disk.isPresent()) {
                if (wanted.isPresent()
                        && disk.get().attachment() == wanted.get().export().attachment()) {
                    draft.has(wanted.get(), disk.get());
                } else {
                    draft.release(disk.get());
                }
            } else if (wanted.isPresent()) {
                draft.attach(wanted.get());
            } else {
                draft.steps.add(new VolumeStep.Gone(volume));
            }
        }
        return draft.plan();
    }

    /** For a domain that does not run: nobody has a volume, and nobody lets one go. */
    public List<VolumeStep> off(Attachments volumes, Map<VolumeId, VolumeTask> tasks) {
        List<VolumeStep> steps = new ArrayList<>();
        for (Attachment known : volumes.known()) {
            boolean idle = !(tasks.get(known.volume()) instanceof VolumeTask.Running);
            if (idle && volumes.wanted(known.volume()).isEmpty()) {
                steps.add(new VolumeStep.Gone(known.volume()));
            }
        }
        for (VolumeConnection wanted : volumes.wanted()) {
            Optional<Attachment> known = volumes.known(wanted.volume());
            boolean begun = known.filter(one -> one.phase() == Phase.ATTACHING
                            && one.attachment() == wanted.export().attachment())
                    .isPresent();
            if (!begun) {
                steps.add(new VolumeStep.Note(volumes.begin(wanted)));
            }
        }
        return steps;
    }

    /**
     * For a domain that is about to be started.
     *
     * @param since when the start began to wait
     */
    public Boot boot(Attachments volumes, Map<VolumeId, VolumeTask> tasks, Instant since, Instant now) {
        List<VolumeStep> steps = new ArrayList<>();
        Set<VolumeId> ready = new HashSet<>();
        List<Ended> failed = new ArrayList<>();
        boolean late = !now.isBefore(since.plus(patience.boot()));
        boolean pending = false;
        Optional<String> why = Optional.empty();
        for (VolumeConnection wanted : volumes.wanted()) {
            VolumeTask task = tasks.get(wanted.volume());
            if (task instanceof VolumeTask.Running) {
                pending = true;
            } else if (!(task instanceof Ended ended
                    && ended.is(Kind.CHECK, wanted.export().attachment()))) {
                steps.add(new VolumeStep.Check(wanted.volume()));
            } else if (ended.succeeded()) {
                if (now.isBefore(ended.at().plus(patience.fresh()))) {
                    ready.add(wanted.volume());
                } else {
                    steps.add(new VolumeStep.Check(wanted.volume()));
                }
            } else {
                failed.add(ended);
                // Where volumes are is nothing that the instance's owner is told.
                why = Optional.of("waiting for volume " + wanted.volume());
                if (!late && !left(ended, now).isPositive()) {
                    steps.add(new VolumeStep.Check(wanted.volume()));
                }
            }
        }
        if (steps.isEmpty() && !pending && (failed.isEmpty() || late)) {
            return new Boot.Ready(ready);
        }
        Duration wait = failed.stream()
                .map(ended -> left(ended, now))
                .filter(Duration::isPositive)
                .min(Comparator.naturalOrder())
                .orElse(LOOK);
        return new Boot.NotYet(steps, why, wait);
    }

    private Duration left(Ended ended, Instant now) {
        return Duration.between(now, ended.at().plus(patience.pause(ended.tries())));
    }

    private static StateReason reason(String message) {
        return new StateReason(StateReason.PENDING, message);
    }

    /** A plan that grows volume by volume. */
    private final class Draft {
        private final Attachments volumes;
        private final Map<VolumeId, VolumeTask> tasks;
        private final Instant now;
        private final List<VolumeStep> steps = new ArrayList<>();
        private Optional<Duration> wait = Optional.empty();

        Draft(Attachments volumes, Map<VolumeId, VolumeTask> tasks, Instant now) {
            this.volumes = volumes;
            this.tasks = tasks;
            this.now = now;
        }

        Plan plan() {
            return new Plan(steps, wait);
        }

        /** The guest has what it is to have, if it also sees all of it. */
        void has(VolumeConnection wanted, VolumeDisk disk) {
            long attachment = disk.attachment();
            Optional<Ended> ended = ended(disk.volume()).filter(task -> task.attachment() == attachment);
            Optional<Ended> failed = ended.filter(task -> task.kind() == Kind.GROW && !task.succeeded());
            int sees = ended.filter(task -> task.succeeded() && task.sizeGib() > 0)
                    .map(task -> Math.min(task.sizeGib(), wanted.sizeGib()))
                    .orElse(volumes.known(disk.volume())
                            .filter(known -> known.attachment() == attachment)
                            .map(Attachment::sizeGib)
                            .orElse(wanted.sizeGib()));
            boolean small = sees < wanted.sizeGib();
            note(new Attachment(
                    disk.volume(),
                    attachment,
                    disk.dev(),
                    sees,
                    Phase.ATTACHED,
                    failed.filter(task -> small).flatMap(Ended::failure).map(VolumePlanner::reason)));
            if (small && (failed.isEmpty() || due(failed.get()))) {
                steps.add(new VolumeStep.Grow(disk));
            }
        }

        /** The guest has what it is not to have, or by an attachment that is over. */
        void release(VolumeDisk disk) {
            Optional<Ended> asked = ended(disk.volume()).filter(task -> task.is(Kind.DETACH, disk.attachment()));
            int size = volumes.known(disk.volume()).map(Attachment::sizeGib).orElse(0);
            Optional<StateReason> why = asked.filter(task -> task.tries() > 1)
                    .map(task -> reason(task.failure().orElse(ASKED)));
            note(new Attachment(disk.volume(), disk.attachment(), disk.dev(), size, Phase.DETACHING, why));
            if (asked.isEmpty() || due(asked.get())) {
                steps.add(new VolumeStep.Detach(disk));
            }
            waitAtMost(LOOK);
        }

        void attach(VolumeConnection wanted) {
            long attachment = wanted.export().attachment();
            Optional<Ended> tried = ended(wanted.volume())
                    .filter(task -> task.is(Kind.ATTACH, attachment) || task.is(Kind.CHECK, attachment))
                    .filter(task -> task.kind() == Kind.ATTACH || !task.succeeded());
            Attachment begun = volumes.begin(wanted);
            note(new Attachment(
                    begun.volume(),
                    begun.attachment(),
                    begun.dev(),
                    begun.sizeGib(),
                    Phase.ATTACHING,
                    tried.map(task ->
                            reason(task.failure().orElse("the disk vanished from the guest and is attached again")))));
            if (tried.isEmpty() || due(tried.get())) {
                steps.add(new VolumeStep.Attach(wanted.volume()));
            }
        }

        private void note(Attachment attachment) {
            if (!volumes.known(attachment.volume()).equals(Optional.of(attachment))) {
                steps.add(new VolumeStep.Note(attachment));
            }
        }

        private Optional<Ended> ended(VolumeId volume) {
            return tasks.get(volume) instanceof Ended ended ? Optional.of(ended) : Optional.empty();
        }

        private boolean due(Ended task) {
            Duration left = left(task, now);
            if (left.isPositive()) {
                waitAtMost(left);
                return false;
            }
            return true;
        }

        private void waitAtMost(Duration time) {
            wait = wait.filter(known -> known.compareTo(time) < 0).or(() -> Optional.of(time));
        }
    }
}
