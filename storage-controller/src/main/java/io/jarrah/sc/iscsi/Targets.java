package io.jarrah.sc.iscsi;

import io.jarrah.common.id.VolumeId;
import io.jarrah.sc.export.ExportedVolume;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All targets as tgtd listed them once, and as they were changed from here since. Not for several threads at once. */
final class Targets {
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final Map<VolumeId, Map<String, ExportedVolume>> exports = new HashMap<>();
    private final long listed = System.nanoTime();

    Targets(List<Target> list) {
        list.forEach(this::put);
    }

    boolean olderThan(Duration age) {
        return System.nanoTime() - listed >= age.toNanos();
    }

    List<Target> all() {
        return List.copyOf(targets.values());
    }

    Optional<Target> named(String name) {
        return Optional.ofNullable(targets.get(name));
    }

    /** Of all volumes; those without a unit, and those that are not ours, are none. */
    List<ExportedVolume> exports() {
        return exports.values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .toList();
    }

    List<ExportedVolume> exports(VolumeId volume) {
        return List.copyOf(exports.getOrDefault(volume, Map.of()).values());
    }

    /** In place of the one of that name. */
    void put(Target target) {
        remove(target);
        targets.put(target.name(), target);
        exported(target).ifPresent(export -> exports.computeIfAbsent(export.volume(), volume -> new HashMap<>())
                .put(target.name(), export));
    }

    void remove(Target target) {
        targets.remove(target.name());
        TargetNames.parse(target.name())
                .ifPresent(name -> exports.computeIfPresent(name.volume(), (volume, ofVolume) -> {
                    ofVolume.remove(target.name());
                    return ofVolume.isEmpty() ? null : ofVolume;
                }));
    }

    /** Empty for a target that is not ours, or has no unit. */
    static Optional<ExportedVolume> exported(Target target) {
        return TargetNames.parse(target.name())
                .filter(name -> target.unit())
                .map(name -> new ExportedVolume(
                        name.volume(),
                        name.attachment(),
                        target.device(),
                        target.bytes(),
                        new HashSet<>(target.admitted()),
                        new HashSet<>(target.accounts())));
    }
}
