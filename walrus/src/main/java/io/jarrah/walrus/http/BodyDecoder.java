package io.jarrah.walrus.http;

import io.jarrah.common.sign.AwsChunkedDecoder;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Consumer;

/** Takes the framing off a body as its bytes arrive. Not safe for threads. */
interface BodyDecoder {
    /** The next bytes as they came; hands on the content in them. */
    void decode(ByteBuffer in, Consumer<ByteBuffer> content);

    /** After the last byte: the trailers. */
    Map<String, String> end();

    /** A body without framing. */
    static BodyDecoder plain() {
        return new BodyDecoder() {
            @Override
            public void decode(ByteBuffer in, Consumer<ByteBuffer> content) {
                content.accept(in);
            }

            @Override
            public Map<String, String> end() {
                return Map.of();
            }
        };
    }

    /** An aws-chunked body. */
    static BodyDecoder chunked(AwsChunkedDecoder decoder) {
        return new BodyDecoder() {
            @Override
            public void decode(ByteBuffer in, Consumer<ByteBuffer> content) {
                decoder.decode(in, content);
            }

            @Override
            public Map<String, String> end() {
                decoder.end();
                return decoder.trailers();
            }
        };
    }
}
