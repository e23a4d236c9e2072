package io.jarrah.common.sign;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/**
 * What a SigV4 key is good for.
 *
 * @param date day in UTC
 * @param region as the sender names it, for example {@code us-east-1}
 * @param service for example {@code s3}
 */
public record CredentialScope(LocalDate date, String region, String service) {
    /** {@code 20130524/us-east-1/s3/aws4_request}. */
    @Override
    public String toString() {
        return date.format(DateTimeFormatter.BASIC_ISO_DATE) + "/" + region + "/" + service + "/"
                + SigV4Keys.TERMINATOR;
    }
}
