package io.jarrah.walrus;

import io.jarrah.common.sign.AwsCredentials;
import io.jarrah.common.sign.HttpRequestView;
import io.jarrah.common.sign.SigV4Keys;
import io.jarrah.common.sign.SigV4Signer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A request written byte by byte, so that it can be wrong in any way. */
final class RawRequest {
    private final URI server;
    private final String method;
    private final String path;
    private final String query;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private byte[] body = new byte[0];

    /** What came back. */
    record Answer(int status, String head, String body) {
        String header(String name) {
            for (String line : head.split("\r\n", -1)) {
                if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                    return line.substring(name.length() + 1).strip();
                }
            }
            return "";
        }
    }

    RawRequest(URI server, String method, String path, String query) {
        this.server = server;
        this.method = method;
        this.path = path;
        this.query = query;
        headers.put("host", server.getAuthority());
        headers.put("connection", "close");
    }

    RawRequest header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    RawRequest body(String text) {
        body = text.getBytes(StandardCharsets.UTF_8);
        headers.put("content-length", Integer.toString(body.length));
        return this;
    }

    /** Signs what is there so far. */
    RawRequest signed(String accessKey, Instant at) {
        Map<String, List<String>> values = headers.entrySet().stream()
                .filter(header -> !header.getKey().equals("connection"))
                .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));
        SigV4Signer signer =
                new SigV4Signer(AwsCredentials.of(accessKey, WalrusFixture.secret(accessKey)), "us-east-1", "s3");
        String hash = SigV4Keys.sha256Hex(body);
        headers.putAll(signer.sign(new HttpRequestView(method, path, query, values), hash, at));
        return this;
    }

    String text() {
        StringBuilder text =
                new StringBuilder(method + " " + path + (query.isEmpty() ? "" : "?" + query) + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return text.append("\r\n").toString();
    }

    /** Sends it and reads until the server closes. */
    Answer send() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(text().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return send(server, bytes.toByteArray());
    }

    /** Sends anything and reads until the server closes; status 0 when nothing came. */
    static Answer send(URI server, byte[] bytes) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(90_000);
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return read(socket.getInputStream());
        }
    }

    static Answer read(InputStream in) throws IOException {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return new Answer(0, text, "");
        }
        String head = text.substring(0, end);
        return new Answer(Integer.parseInt(head.split(" ", -1)[1]), head, text.substring(end + 4));
    }
}
