package io.jarrah.sc.iscsi;

import java.util.Arrays;

/** tgtd refused a request, or did not answer it. */
final class TgtException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Error codes of tgtd ({@code enum tgtadm_errno}), and one for no answer. */
    enum Code {
        SUCCESS(0),
        UNKNOWN_ERROR(1),
        NO_MEMORY(2),
        NO_DRIVER(3),
        NO_TARGET(4),
        NO_LUN(5),
        NO_SESSION(6),
        NO_CONNECTION(7),
        NO_BINDING(8),
        TARGET_EXISTS(9),
        LUN_EXISTS(10),
        BINDING_EXISTS(11),
        ACL_EXISTS(12),
        ACL_MISSING(13),
        USER_EXISTS(14),
        NO_USER(15),
        TOO_MANY_USERS(16),
        INVALID_REQUEST(17),
        OUT_ACCOUNT_EXISTS(18),
        TARGET_ACTIVE(19),
        LUN_ACTIVE(20),
        DRIVER_ACTIVE(21),
        UNSUPPORTED_OPERATION(22),
        UNKNOWN_PARAMETER(23),
        PREVENT_REMOVAL(24),
        /** Not one of tgtd's: it was not reached, or was silent. */
        NO_ANSWER(-1);

        private final int number;

        Code(int number) {
            this.number = number;
        }

        static Code of(int number) {
            return Arrays.stream(values())
                    .filter(code -> code.number == number)
                    .findFirst()
                    .orElse(UNKNOWN_ERROR);
        }
    }

    private final Code code;

    TgtException(Code code, String message) {
        super(message);
        this.code = code;
    }

    TgtException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    Code code() {
        return code;
    }
}
