package io.jarrah.clc.account;

/**
 * An access key with its secret, known in clear only at the moment it is made.
 *
 * @param key the key
 * @param secret 40 characters
 */
public record NewAccessKey(AccessKey key, String secret) {
    @Override
    public String toString() {
        return key + " (secret withheld)";
    }
}
