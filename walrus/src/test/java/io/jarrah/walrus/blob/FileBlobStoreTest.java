package io.jarrah.walrus.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBlobStoreTest {
    @TempDir
    Path root;

    private FileBlobStore open() throws IOException {
        return FileBlobStore.open(root, 0, new SecureRandom());
    }

    private static List<BlobId> all(FileBlobStore store) throws IOException {
        List<BlobId> found = new ArrayList<>();
        for (String partition : store.partitions()) {
            store.list(partition, 10, found::addAll);
        }
        return found;
    }

    @Test
    void aBlobIsReadBackOnceSealed() throws IOException {
        try (FileBlobStore store = open();
                BlobWriter writer = store.create(3)) {
            writer.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            assertThatThrownBy(() -> store.open(writer.id())).isInstanceOf(IOException.class);
            writer.seal();
            assertThat(all(store))
                    .as("undecided blobs are hidden from the sweep")
                    .isEmpty();
            writer.keep();
            assertThat(all(store)).containsExactly(writer.id());
            try (BlobReader reader = store.open(writer.id())) {
                assertThat(store.delete(writer.id())).isTrue();
                ByteBuffer buffer = ByteBuffer.allocate(10);
                assertThat(reader.read(buffer, 1)).isEqualTo(2);
            }
            assertThat(store.delete(writer.id())).isFalse();
        }
    }

    @Test
    void closingWithoutKeepingLeavesNothing() throws IOException {
        try (FileBlobStore store = open()) {
            try (BlobWriter unsealed = store.create(-1)) {
                unsealed.write(ByteBuffer.wrap(new byte[100]));
            }
            try (BlobWriter sealed = store.create(-1)) {
                sealed.seal();
            }
            assertThat(all(store)).isEmpty();
            assertThat(root.resolve("incoming")).isEmptyDirectory();
        }
    }

    @Test
    void openingRemovesWhatACrashLeftInIncoming() throws IOException {
        open().close();
        Files.write(root.resolve("incoming/0123456789abcdef0123456789abcdef"), new byte[10]);
        try (FileBlobStore store = open()) {
            assertThat(root.resolve("incoming")).isEmptyDirectory();
            assertThat(store.problem()).isEmpty();
        }
    }

    @Test
    void oneProcessOwnsTheDirectory() throws IOException {
        try (FileBlobStore store = open()) {
            assertThat(store.partitions()).hasSize(256);
            assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("already");
        }
        open().close();
    }

    @Test
    void theReserveIsNotTouched() throws IOException {
        try (FileBlobStore store = FileBlobStore.open(root, Long.MAX_VALUE / 2, new SecureRandom())) {
            assertThatThrownBy(() -> store.create(1)).isInstanceOf(NoRoomException.class);
            assertThat(store.problem()).isPresent();
        }
    }
}
