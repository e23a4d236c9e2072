package io.jarrah.sc.testing;

import io.jarrah.common.contract.VolumeExport;
import io.jarrah.common.id.VolumeId;
import io.jarrah.sc.export.ExportException;
import io.jarrah.sc.export.ExportRequest;
import io.jarrah.sc.export.ExportedVolume;
import io.jarrah.sc.export.Portal;
import io.jarrah.sc.export.VolumeExporter;
import java.util.List;
import java.util.Optional;

/** Another exporter, of which those that extend this change a part. */
public class ForwardingExporter implements VolumeExporter {
    private final VolumeExporter exporter;

    public ForwardingExporter(VolumeExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public String name() {
        return exporter.name();
    }

    @Override
    public void start() throws Exception {
        exporter.start();
    }

    @Override
    public void stop() throws Exception {
        exporter.stop();
    }

    @Override
    public List<ExportedVolume> exports() throws ExportException {
        return exporter.exports();
    }

    @Override
    public List<ExportedVolume> exports(VolumeId volume) throws ExportException {
        return exporter.exports(volume);
    }

    @Override
    public VolumeExport export(ExportRequest wanted) throws ExportException {
        return exporter.export(wanted);
    }

    @Override
    public void withdraw(VolumeId volume, long attachment) throws ExportException {
        exporter.withdraw(volume, attachment);
    }

    @Override
    public Optional<Portal> portal() {
        return exporter.portal();
    }

    @Override
    public void upkeep() throws ExportException {
        exporter.upkeep();
    }

    @Override
    public Optional<String> problem() {
        return exporter.problem();
    }

    @Override
    public void onChange(Runnable listener) {
        exporter.onChange(listener);
    }
}
