package io.jarrah.clc.snapshot.op;

import static io.jarrah.clc.action.RequestTexts.present;
import static io.jarrah.clc.action.RequestTexts.shown;

import io.jarrah.clc.action.Ec2Error;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The attributes of a snapshot that have actions of their own. */
enum SnapshotAttribute {
    /** Who may begin volumes with it. */
    CREATE_VOLUME_PERMISSION("createVolumePermission"),
    /** There are none in this cloud. */
    PRODUCT_CODES("productCodes");

    private final String apiName;

    SnapshotAttribute(String apiName) {
        this.apiName = apiName;
    }

    /** The one that the request names; empty when it names none. */
    static Optional<SnapshotAttribute> of(@Nullable String name) {
        return present(name).map(given -> {
            for (SnapshotAttribute attribute : values()) {
                if (attribute.apiName.equals(given)) {
                    return attribute;
                }
            }
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Value (" + shown(given) + ") for parameter attribute is invalid. Unknown attribute.");
        });
    }

    /** The one that the request must name. */
    static SnapshotAttribute required(@Nullable String name) {
        return of(name).orElseThrow(
                        () -> Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter attribute"));
    }

    /** Refuses what cannot be changed. */
    void requireChangeable() {
        if (this != CREATE_VOLUME_PERMISSION) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("Value (" + apiName
                    + ") for parameter attribute is invalid. Only " + CREATE_VOLUME_PERMISSION.apiName
                    + " can be changed.");
        }
    }
}
