package io.jarrah.common.db;

import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.Locale;
import org.hibernate.StaleStateException;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.LockAcquisitionException;
import org.jspecify.annotations.Nullable;

/** Tells a lost race, which is worth another try, from every other failure. */
public final class Conflicts {
    private Conflicts() {}

    /** Whether the unit of work failed only because another one ran at the same time. */
    public static boolean isConflict(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OptimisticLockException
                    || cause instanceof StaleStateException
                    || cause instanceof LockAcquisitionException
                    || cause instanceof SQLTransactionRollbackException) {
                return true;
            }
            if (cause instanceof SQLException sql && isSerializationFailure(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** The unique or other constraint that a unit of work broke, in lower case; null when that was not the failure. */
    public static @Nullable String violatedConstraint(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConstraintViolationException violation) {
                String name = violation.getConstraintName();
                return name == null ? "" : name.toLowerCase(Locale.ROOT);
            }
        }
        return null;
    }

    /** SQL state class 40 is "transaction rollback"; 40001 and 40P01 are serialization failure and deadlock. */
    private static boolean isSerializationFailure(@Nullable String state) {
        return state != null && state.startsWith("40");
    }
}
