package io.jarrah.clc.keypair.op;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.keypair.KeyPair;
import io.jarrah.clc.keypair.KeyPairs;
import io.jarrah.common.db.Conflicts;
import io.jarrah.common.db.Database;
import java.util.Map;
import java.util.regex.Pattern;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** What creating and importing share: the name's form and its uniqueness. */
final class KeyPairRequests {
    private static final Pattern NAME = Pattern.compile("[ -~]{1,255}");

    private KeyPairRequests() {}

    static String requireName(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter KeyName");
        }
        if (!NAME.matcher(name).matches() || !name.strip().equals(name)) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Value for parameter KeyName is invalid. A key name has 1 to 255 ASCII characters"
                            + " and no spaces around it.");
        }
        return name;
    }

    static void add(Database database, KeyPairs pairs, KeyPair pair, Map<String, String> tags) {
        try {
            database.write(session -> {
                pairs.add(session, pair, tags);
                return pair;
            });
        } catch (ConstraintViolationException broken) {
            String constraint = Conflicts.violatedConstraint(broken);
            if (constraint != null && constraint.contains(KeyPairs.NAME_ONCE)) {
                throw new ApiException(
                        Ec2Error.INVALID_KEY_PAIR_DUPLICATE,
                        "The keypair '" + pair.name() + "' already exists.",
                        broken);
            }
            throw broken;
        }
    }
}
