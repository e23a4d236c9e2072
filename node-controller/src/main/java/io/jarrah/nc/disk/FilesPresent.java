package io.jarrah.nc.disk;

/**
 * Which of an instance's files are there.
 *
 * @param disk its own disk
 * @param images the cached images it boots from and its disk rests on
 * @param configDrive its config drive, if it is to have one
 */
public record FilesPresent(boolean disk, boolean images, boolean configDrive) {
    /** None. */
    public static final FilesPresent NONE = new FilesPresent(false, false, false);

    /** All that it needs to boot. */
    public static final FilesPresent ALL = new FilesPresent(true, true, true);

    /** Whether it can boot. */
    public boolean complete() {
        return disk && images && configDrive;
    }
}
