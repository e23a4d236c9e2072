package io.jarrah.sc.iscsi;

import io.jarrah.common.contract.IscsiNames;
import io.jarrah.common.id.VolumeId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which export a target is. */
final class TargetNames {
    private static final Pattern OURS = Pattern.compile(".*:(vol-[0-9a-f]{17})\\.([0-9]{1,18})");

    private TargetNames() {}

    /** What a name of {@link IscsiNames#target} says. */
    record Export(VolumeId volume, long attachment) {}

    /** Empty for a target that is not ours. */
    static Optional<Export> parse(String name) {
        Matcher matcher = OURS.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Export export = new Export(new VolumeId(matcher.group(1)), Long.parseLong(matcher.group(2)));
        return IscsiNames.target(export.volume(), export.attachment()).equals(name)
                ? Optional.of(export)
                : Optional.empty();
    }
}
