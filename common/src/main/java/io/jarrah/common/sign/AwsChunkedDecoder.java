package io.jarrah.common.sign;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes the aws-chunked framing off a streamed S3 body as its bytes arrive, and verifies the chunk signatures.
 *
 * <p>The payload is handed on before its chunk is verified, because a chunk may be larger than memory: nothing of it may be believed
 * before {@link #end()} has returned. Not thread-safe; one per request.
 */
public final class AwsChunkedDecoder {
    private static final int LONGEST_LINE = 4096;
    private static final int MOST_TRAILERS = 16;
    private static final int SPARE_LINE_ENDS = 8;
    private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";
    private static final Pattern SIGNED_HEADER = Pattern.compile("([0-9a-fA-F]{1,15});chunk-signature=([0-9a-f]{64})");
    private static final Pattern PLAIN_HEADER = Pattern.compile("([0-9a-fA-F]{1,15})");

    private enum State {
        HEADER,
        DATA,
        DATA_END,
        TRAILER,
        DONE
    }

    private final PayloadHash.Kind kind;
    private final @Nullable ChunkSigner signer;
    private final long decodedLength;
    private final Set<String> announced;
    private final MessageDigest digest = SigV4Keys.sha256();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    private final Map<String, String> trailers = new TreeMap<>();

    private State state = State.HEADER;
    private long decoded;
    private long chunkLeft;
    private String chunkSignature = "";
    private boolean trailerVerified;
    private int spare;

    private AwsChunkedDecoder(
            PayloadHash.Kind kind, @Nullable ChunkSigner signer, long decodedLength, Set<String> announced) {
        this.kind = kind;
        this.signer = signer;
        this.decodedLength = decodedLength;
        this.announced =
                announced.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * A decoder for a verified request.
     *
     * @param signature the request's signature, its payload kind a chunked one
     * @param signingKey the key that verified it
     * @param decodedLength x-amz-decoded-content-length, bytes
     * @param announced trailer names of x-amz-trailer; must be there in the end, and no others
     */
    public static AwsChunkedDecoder of(
            SigV4Signature signature, byte[] signingKey, long decodedLength, Set<String> announced) {
        return switch (signature.payload().kind()) {
            case STREAMING_SIGNED, STREAMING_SIGNED_TRAILER ->
                new AwsChunkedDecoder(
                        signature.payload().kind(),
                        new ChunkSigner(signingKey, signature.signedAt(), signature.scope(), signature.signature()),
                        decodedLength,
                        announced);
            case STREAMING_UNSIGNED_TRAILER -> unsigned(decodedLength, announced);
            case SHA256, OF_BODY, UNSIGNED ->
                throw new IllegalArgumentException(signature.payload().kind() + " is no chunked body");
        };
    }

    /** A decoder for an unsigned chunked body, also of an anonymous request. */
    public static AwsChunkedDecoder unsigned(long decodedLength, Set<String> announced) {
        return new AwsChunkedDecoder(PayloadHash.Kind.STREAMING_UNSIGNED_TRAILER, null, decodedLength, announced);
    }

    /**
     * Takes the next bytes, all of them, and hands slices of the payload on; a slice shares the buffer's memory and is good during the call.
     *
     * @throws SignatureRejectedException when framing, length, signature or trailer is wrong; the decoder is of no more use then
     */
    public void decode(ByteBuffer in, Consumer<ByteBuffer> payload) {
        while (in.hasRemaining()) {
            switch (state) {
                case DATA -> data(in, payload);
                case HEADER, DATA_END, TRAILER -> {
                    String text = readLine(in);
                    if (text != null) {
                        line(text);
                    }
                }
                case DONE -> spare(in);
            }
        }
    }

    /**
     * Says that no more bytes come.
     *
     * @throws SignatureRejectedException when the body is not complete
     */
    public void end() {
        if (state == State.TRAILER && line.size() == 0 && isComplete()) {
            state = State.DONE;
        }
        if (state != State.DONE) {
            throw reject(
                    SignatureFailure.WRONG_LENGTH,
                    "You did not provide the number of bytes specified by the x-amz-decoded-content-length HTTP header:"
                            + " the body ended after " + decoded + " of " + decodedLength + " bytes");
        }
    }

    /** Whether the whole body has arrived and is verified. */
    public boolean isDone() {
        return state == State.DONE;
    }

    /** The trailers by name in small letters, without the signature; whole once {@link #end()} has returned. */
    public Map<String, String> trailers() {
        return Collections.unmodifiableMap(trailers);
    }

    private void data(ByteBuffer in, Consumer<ByteBuffer> payload) {
        int length = (int) Math.min(in.remaining(), chunkLeft);
        ByteBuffer slice = in.slice(in.position(), length);
        in.position(in.position() + length);
        if (signer != null) {
            digest.update(slice.duplicate());
        }
        payload.accept(slice);
        decoded += length;
        chunkLeft -= length;
        if (chunkLeft == 0) {
            verifyChunk();
            state = State.DATA_END;
        }
    }

    private void line(String text) {
        switch (state) {
            case HEADER -> header(text);
            case DATA_END -> {
                if (!text.isEmpty()) {
                    throw reject(SignatureFailure.MALFORMED_CHUNK, "A chunk is longer than its header says");
                }
                state = State.HEADER;
            }
            case TRAILER -> trailer(text);
            case DATA, DONE -> throw new IllegalStateException("no line is read in state " + state);
        }
    }

    private void header(String text) {
        Matcher header = (signer == null ? PLAIN_HEADER : SIGNED_HEADER).matcher(text);
        if (!header.matches()) {
            throw reject(
                    SignatureFailure.MALFORMED_CHUNK,
                    "A chunk header must be the size in hexadecimal digits"
                            + (signer == null ? "" : " and ;chunk-signature=")
                            + ", as x-amz-content-sha256 announced it");
        }
        chunkLeft = Long.parseLong(header.group(1), 16);
        chunkSignature = signer == null ? "" : header.group(2);
        if (chunkLeft > decodedLength - decoded) {
            throw reject(
                    SignatureFailure.WRONG_LENGTH,
                    "The body is longer than the " + decodedLength + " bytes of x-amz-decoded-content-length");
        }
        if (chunkLeft > 0) {
            state = State.DATA;
            return;
        }
        verifyChunk();
        if (decoded != decodedLength) {
            throw reject(
                    SignatureFailure.WRONG_LENGTH,
                    "The body has " + decoded + " bytes where x-amz-decoded-content-length says " + decodedLength);
        }
        state = State.TRAILER;
    }

    private void verifyChunk() {
        if (signer == null) {
            return;
        }
        String expected = signer.chunk(HexFormat.of().formatHex(digest.digest()));
        if (!SigV4Keys.same(expected, chunkSignature)) {
            throw reject(
                    SignatureFailure.CHUNK_MISMATCH,
                    "The signature of the chunk that ends at byte " + decoded + " does not match the one provided");
        }
    }

    private void trailer(String text) {
        if (text.isEmpty()) {
            if (isComplete()) {
                state = State.DONE;
            } else if (kind != PayloadHash.Kind.STREAMING_SIGNED_TRAILER || spare++ > SPARE_LINE_ENDS) {
                throw missingTrailers();
            }
            return;
        }
        int colon = text.indexOf(':');
        String name = colon < 1 ? "" : text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String value = text.substring(colon + 1).strip();
        if (name.equals(TRAILER_SIGNATURE) && kind == PayloadHash.Kind.STREAMING_SIGNED_TRAILER) {
            verifyTrailer(value);
        } else if (trailerVerified || !announced.contains(name) || kind == PayloadHash.Kind.STREAMING_SIGNED) {
            throw reject(
                    SignatureFailure.MALFORMED_TRAILER,
                    "The request has a trailer that x-amz-trailer does not announce");
        } else if (trailers.put(name, value) != null || trailers.size() > MOST_TRAILERS) {
            throw reject(
                    SignatureFailure.MALFORMED_TRAILER, "The trailer " + name + " stands twice, or there are too many");
        }
    }

    private void verifyTrailer(String signature) {
        StringBuilder canonical = new StringBuilder();
        trailers.forEach((name, value) ->
                canonical.append(name).append(':').append(value).append('\n'));
        if (signer == null || trailerVerified || !SigV4Keys.same(signer.trailer(canonical.toString()), signature)) {
            throw reject(
                    SignatureFailure.CHUNK_MISMATCH, "The signature of the trailer does not match the one provided");
        }
        trailerVerified = true;
    }

    private boolean isComplete() {
        return trailers.keySet().containsAll(announced)
                && (trailerVerified || kind != PayloadHash.Kind.STREAMING_SIGNED_TRAILER);
    }

    private SignatureRejectedException missingTrailers() {
        Set<String> missing = new TreeSet<>(announced);
        missing.removeAll(trailers.keySet());
        return reject(
                SignatureFailure.MALFORMED_TRAILER,
                "The trailer lacks its signature or what x-amz-trailer announced: " + String.join(", ", missing));
    }

    /** A whole line without its end, or null when more bytes are needed. Bare line feeds are taken, some clients send them in trailers. */
    private @Nullable String readLine(ByteBuffer in) {
        while (in.hasRemaining()) {
            byte b = in.get();
            if (b == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                line.reset();
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(b);
            if (line.size() > LONGEST_LINE) {
                throw reject(
                        SignatureFailure.MALFORMED_CHUNK,
                        "A chunk header or trailer is longer than " + LONGEST_LINE + " bytes");
            }
        }
        return null;
    }

    private void spare(ByteBuffer in) {
        byte b = in.get();
        spare++;
        if ((b != '\r' && b != '\n') || spare > SPARE_LINE_ENDS) {
            throw reject(SignatureFailure.MALFORMED_CHUNK, "There are bytes after the end of the chunked body");
        }
    }

    private static SignatureRejectedException reject(SignatureFailure failure, String message) {
        return new SignatureRejectedException(failure, message);
    }
}
