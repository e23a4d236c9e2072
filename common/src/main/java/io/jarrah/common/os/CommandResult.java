package io.jarrah.common.os;

/**
 * What an external command left behind.
 *
 * @param exitCode the process's exit code
 * @param stdout what it wrote to standard output, as UTF-8, at most 16 MiB
 * @param stderr what it wrote to standard error, as UTF-8, at most 1 MiB
 */
public record CommandResult(int exitCode, String stdout, String stderr) {}
