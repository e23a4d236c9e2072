package io.jarrah.common.db;

import jakarta.persistence.PersistenceException;
import java.util.function.Function;
import org.hibernate.Session;

/**
 * Units of work on rows that others may make or take at the same time. Each checks what it needs before it writes; a constraint that breaks all the same means that another one
 * was faster in between, so it runs again and its checks see the other's rows.
 */
public final class ContendedWork {
    private static final int TRIES = 8;

    private ContendedWork() {}

    /** As {@link Database#write}; the function may run several times. */
    public static <T> T write(Database database, Function<Session, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return database.write(work);
            } catch (PersistenceException e) {
                if (attempt == TRIES || Conflicts.violatedConstraint(e) == null) {
                    throw e;
                }
            }
        }
    }
}
