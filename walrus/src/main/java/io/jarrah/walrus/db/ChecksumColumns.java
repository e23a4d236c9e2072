package io.jarrah.walrus.db;

import io.jarrah.common.checksum.ChecksumAlgorithm;
import io.jarrah.walrus.checksum.Checksum;
import io.jarrah.walrus.checksum.ChecksumType;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An object's additional checksum; all three columns are null when it has none. */
@Embeddable
public class ChecksumColumns {
    @Column(name = "checksum_algorithm")
    @Enumerated(EnumType.STRING)
    private @Nullable ChecksumAlgorithm algorithm;

    @Column(name = "checksum_type")
    @Enumerated(EnumType.STRING)
    private @Nullable ChecksumType type;

    @Column(name = "checksum_value")
    private @Nullable String value;

    protected ChecksumColumns() {}

    static @Nullable ChecksumColumns of(Optional<Checksum> checksum) {
        if (checksum.isEmpty()) {
            return null;
        }
        ChecksumColumns columns = new ChecksumColumns();
        columns.algorithm = checksum.get().algorithm();
        columns.type = checksum.get().type();
        columns.value = checksum.get().value();
        return columns;
    }

    static Optional<Checksum> read(@Nullable ChecksumColumns columns) {
        if (columns == null || columns.algorithm == null || columns.type == null || columns.value == null) {
            return Optional.empty();
        }
        return Optional.of(new Checksum(columns.algorithm, columns.type, columns.value));
    }
}
