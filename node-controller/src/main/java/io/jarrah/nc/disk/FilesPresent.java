package io.jarrah.nc.disk;

/**
 * Which of an instance's files are there.
 *
 * @param disk its own disk
 * @param images the cached images it boots from and its disk rests on
 */
public record FilesPresent(boolean disk, boolean images) {
    /** None. */
    public static final FilesPresent NONE = new FilesPresent(false, false);

    /** All that it needs to boot. */
    public static final FilesPresent ALL = new FilesPresent(true, true);

    /** Whether it can boot. */
    public boolean complete() {
        return disk && images;
    }
}
