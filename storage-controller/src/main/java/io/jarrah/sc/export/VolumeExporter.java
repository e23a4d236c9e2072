package io.jarrah.sc.export;

import io.jarrah.common.contract.VolumeExport;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.lifecycle.Service;
import java.util.List;
import java.util.Optional;

/** Makes volumes reachable, each for one initiator. Stopping it cuts nobody off, and what is started later takes over what is there. */
public interface VolumeExporter extends Service {
    /** Every export of a volume that there is now. */
    List<ExportedVolume> exports() throws ExportException;

    /** Every export of one volume that there is now. */
    List<ExportedVolume> exports(VolumeId volume) throws ExportException;

    /**
     * Makes an export; harmless when it is there. One of the same name that is otherwise is replaced.
     *
     * @return where it is found
     */
    VolumeExport export(ExportRequest wanted) throws ExportException;

    /** Ends an export and all connections to it; returns when nobody can reach it. Harmless when there is none. */
    void withdraw(VolumeId volume, long attachment) throws ExportException;

    /** Where exports are found; empty while there is no such address. */
    Optional<Portal> portal();

    /** Brings to order what all exports share. Called now and then. */
    void upkeep() throws ExportException;

    /** Why volumes cannot be reached now, and what to do; empty when they can. Answers at once. */
    Optional<String> problem();

    /** Who is told when exports may have come or gone by themselves. Set once, before the start. */
    void onChange(Runnable listener);
}
