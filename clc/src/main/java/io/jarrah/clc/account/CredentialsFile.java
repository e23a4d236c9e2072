package io.jarrah.clc.account;

import io.jarrah.common.state.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The file, mode 0600, that holds the first access key: lines of {@code NAME=value}, ready for {@code set -a; . FILE}. */
final class CredentialsFile {
    private CredentialsFile() {}

    static void write(Path file, Account account, NewAccessKey created) throws IOException {
        String text = "# The cloud administrator's access key. Whoever reads this owns the cloud.\n"
                + "AWS_ACCESS_KEY_ID=" + created.key().id() + "\n"
                + "AWS_SECRET_ACCESS_KEY=" + created.secret() + "\n"
                + "JARRAH_ACCOUNT_ID=" + account.id() + "\n";
        DurableFiles.replace(file, text.getBytes(StandardCharsets.US_ASCII));
    }
}
