package io.jarrah.sc.simulated;

import io.jarrah.common.contract.ChapCredential;
import io.jarrah.common.contract.IscsiNames;
import io.jarrah.common.contract.VolumeExport;
import io.jarrah.common.id.VolumeId;
import io.jarrah.sc.export.ExportException;
import io.jarrah.sc.export.ExportRequest;
import io.jarrah.sc.export.ExportedVolume;
import io.jarrah.sc.export.Portal;
import io.jarrah.sc.export.VolumeExporter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Exports that nobody can connect to, but which say as a real one would who may: {@link #admits}. */
public final class SimulatedExporter implements VolumeExporter {
    private static final int LUN = 1;

    private final Portal portal;
    private final Map<String, ExportRequest> exports = new ConcurrentHashMap<>();
    private volatile boolean answers = true;
    private volatile Runnable listener = () -> {};

    public SimulatedExporter(Portal portal) {
        this.portal = portal;
    }

    @Override
    public String name() {
        return "simulated exports";
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public List<ExportedVolume> exports() throws ExportException {
        return exports(export -> true);
    }

    @Override
    public List<ExportedVolume> exports(VolumeId volume) throws ExportException {
        return exports(export -> export.volume().equals(volume));
    }

    private List<ExportedVolume> exports(Predicate<ExportRequest> which) throws ExportException {
        requireAnswer();
        return exports.values().stream()
                .filter(which)
                .map(export -> new ExportedVolume(
                        export.volume(),
                        export.attachment(),
                        Optional.of(export.device()),
                        export.bytes(),
                        Set.of(export.initiator()),
                        Set.of(export.chap().user())))
                .toList();
    }

    @Override
    public VolumeExport export(ExportRequest wanted) throws ExportException {
        requireAnswer();
        String target = IscsiNames.target(wanted.volume(), wanted.attachment());
        exports.put(target, wanted);
        return new VolumeExport(
                wanted.attachment(), VolumeExport.Protocol.ISCSI, portal.host(), portal.port(), target, LUN);
    }

    @Override
    public void withdraw(VolumeId volume, long attachment) throws ExportException {
        requireAnswer();
        exports.remove(IscsiNames.target(volume, attachment));
    }

    @Override
    public Optional<Portal> portal() {
        return Optional.of(portal);
    }

    @Override
    public void upkeep() {}

    @Override
    public Optional<String> problem() {
        return answers ? Optional.empty() : Optional.of("the simulated exporter does not answer");
    }

    @Override
    public void onChange(Runnable changed) {
        listener = changed;
    }

    private void requireAnswer() throws ExportException {
        if (!answers) {
            throw new ExportException("the simulated exporter does not answer");
        }
    }

    /** Whether an initiator of that name with that account may log in to the target. */
    public boolean admits(String target, String initiator, ChapCredential chap) {
        return Optional.ofNullable(exports.get(target))
                .filter(export ->
                        export.initiator().equals(initiator) && export.chap().equals(chap))
                .isPresent();
    }

    /** Dies and comes back: no export is left. */
    public void lose() {
        exports.clear();
        listener.run();
    }

    /** Answers no more, or again; exports stay as they are. */
    public void answer(boolean whether) {
        answers = whether;
        listener.run();
    }
}
