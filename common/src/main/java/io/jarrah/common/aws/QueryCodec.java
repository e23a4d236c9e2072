package io.jarrah.common.aws;

import io.jarrah.common.aws.QueryException.Reason;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.core.SdkPojo;

/**
 * The Query protocol of EC2, IAM or STS from the server's side: parameters to the SDK's request object, the SDK's response object to XML.
 *
 * <p>Knows every action of the service's model and has no code for any of them. Thread-safe; make one per service and keep it, it
 * remembers what it learned of the message classes.
 */
public final class QueryCodec {
    private static final Pattern ACTION = Pattern.compile("[A-Z][A-Za-z0-9]{1,127}");
    private static final Pattern VERSION = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    /** Parameters that every request may carry: protocol and signature. */
    private static final Set<String> PROTOCOL_PARAMETERS = Set.of(
            "Action",
            "Version",
            "AWSAccessKeyId",
            "Signature",
            "SignatureMethod",
            "SignatureVersion",
            "SecurityToken",
            "Timestamp",
            "Expires");

    /** Names of honest requests share their beginnings. */
    private static final int NODES_PER_PARAMETER = 4;

    private static final String SIGV4_PREFIX = "x-amz-";
    /** Sent by clients of 2010 and before; it chose between public and private addressing and means nothing now. */
    private static final Set<String> IGNORED_LEGACY = Set.of("AddressingType");

    private final QueryProtocol protocol;
    private final QueryLimits limits;
    private final QueryDecoder decoder;
    private final XmlEncoder encoder;
    private final Map<String, Class<?>> requestClasses = new ConcurrentHashMap<>();

    private QueryCodec(QueryProtocol protocol, QueryLimits limits) {
        SdkModel model = new SdkModel();
        this.protocol = protocol;
        this.limits = limits;
        this.decoder = new QueryDecoder(protocol, model, limits);
        this.encoder = new XmlEncoder(model, protocol.defaultItemName());
    }

    /** EC2's dialect with the default limits. */
    public static QueryCodec ec2() {
        return ec2(QueryLimits.DEFAULT);
    }

    /** EC2's dialect. */
    public static QueryCodec ec2(QueryLimits limits) {
        return new QueryCodec(QueryProtocol.EC2, limits);
    }

    /** IAM. */
    public static QueryCodec iam() {
        return new QueryCodec(QueryProtocol.IAM, QueryLimits.DEFAULT);
    }

    /** STS. */
    public static QueryCodec sts() {
        return new QueryCodec(QueryProtocol.STS, QueryLimits.DEFAULT);
    }

    /** Whether the service's model has that action; cheap. */
    public boolean knows(String action) {
        return requestClass(action) != null;
    }

    /**
     * Every action of the service's model, sorted, spelled as the SDK's classes are ({@code AssumeRoleWithSaml}, on the wire
     * {@code AssumeRoleWithSAML}). Loads the whole model (seconds when cold): for tests and tools, not for serving.
     */
    public Set<String> actions() {
        String client = protocol.modelPackage().replaceFirst("\\.model$", ".") + clientName();
        Set<String> names = new TreeSet<>();
        try {
            for (Method method : Class.forName(client).getMethods()) {
                Class<?>[] parameters = method.getParameterTypes();
                String name = method.getReturnType().getSimpleName();
                if (parameters.length == 1
                        && AwsRequest.class.isAssignableFrom(parameters[0])
                        && name.endsWith("Response")) {
                    names.add(name.substring(0, name.length() - "Response".length()));
                }
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the AWS SDK of " + protocol.service() + " is not on the class path", e);
        }
        return Collections.unmodifiableSet(names);
    }

    /**
     * Reads a request whose action stands in its parameters.
     *
     * @param parameters decoded parameters of query string and form body together
     * @throws QueryException when the request cannot be understood
     */
    public DecodedRequest decode(Map<String, List<String>> parameters) {
        List<String> action = parameters.getOrDefault("Action", List.of());
        if (action.isEmpty()) {
            throw protocol.failure(Reason.MISSING_ACTION, "Action", "The request must contain the parameter Action.");
        }
        return decode(action.getFirst(), parameters);
    }

    /**
     * Reads a request of a known action.
     *
     * @param action the action's name
     * @param parameters decoded parameters of query string and form body together
     * @throws QueryException when the request cannot be understood
     */
    public DecodedRequest decode(String action, Map<String, List<String>> parameters) {
        Class<?> requestClass = requestClass(action);
        String version = version(parameters);
        if (requestClass == null) {
            throw protocol.failure(Reason.UNKNOWN_ACTION, "Action", unknownAction(action, version));
        }
        ParameterTree tree = tree(parameters);
        SdkPojo builder = SdkModel.newBuilder(requestClass);
        decoder.fill(builder, tree);
        AwsRequest request = (AwsRequest) SdkModel.build(builder);
        List<String> unknown = new ArrayList<>(tree.unused());
        unknown.removeIf(QueryCodec::isProtocolParameter);
        return new DecodedRequest(request, action, version, unknown);
    }

    /**
     * Writes the answer of an action.
     *
     * @param response the SDK's response object, or an own {@code SdkPojo}; lists left unset are left out, {@code List.of()} gives an empty element
     * @param version the client's API version, as decoded
     */
    public byte[] encode(String action, SdkPojo response, String requestId, String version) {
        XmlWriter xml = new XmlWriter();
        String root = action + "Response";
        xml.open(root, Map.of("xmlns", protocol.namespace(version)));
        if (protocol.ec2()) {
            xml.element("requestId", requestId);
            encoder.writeMembers(xml, response);
            if (response.sdkFields().isEmpty()) {
                xml.element("return", "true");
            }
        } else {
            if (!response.sdkFields().isEmpty()) {
                String result = action + "Result";
                xml.open(result);
                encoder.writeMembers(xml, response);
                xml.close(result);
            }
            xml.open("ResponseMetadata").element("RequestId", requestId).close("ResponseMetadata");
        }
        return xml.close(root).toBytes();
    }

    /** Writes an error that is the caller's fault. */
    public byte[] encodeError(String code, String message, String requestId) {
        return encodeError(code, message, requestId, true);
    }

    /**
     * Writes an error.
     *
     * @param callerFault whether the caller is to blame (Sender) or we (Receiver); EC2's form does not say it
     */
    public byte[] encodeError(String code, String message, String requestId, boolean callerFault) {
        XmlWriter xml = new XmlWriter();
        if (protocol.ec2()) {
            return xml.open("Response")
                    .open("Errors")
                    .open("Error")
                    .element("Code", code)
                    .element("Message", message)
                    .close("Error")
                    .close("Errors")
                    .element("RequestID", requestId)
                    .close("Response")
                    .toBytes();
        }
        return xml.open("ErrorResponse", Map.of("xmlns", protocol.namespace(protocol.defaultVersion())))
                .open("Error")
                .element("Type", callerFault ? "Sender" : "Receiver")
                .element("Code", code)
                .element("Message", message)
                .close("Error")
                .element("RequestId", requestId)
                .close("ErrorResponse")
                .toBytes();
    }

    private String clientName() {
        String[] steps = protocol.modelPackage().split("\\.", -1);
        String service = steps[steps.length - 2];
        return service.substring(0, 1).toUpperCase(Locale.ROOT) + service.substring(1) + "Client";
    }

    /**
     * The request class of an action. Looks for the class file first: a class loader keeps a lock object for every name it was ever
     * asked for, so asking for strangers' names would leak.
     */
    private @Nullable Class<?> requestClass(String action) {
        Class<?> known = requestClasses.get(action);
        if (known != null || !ACTION.matcher(action).matches()) {
            return known;
        }
        String name = protocol.modelPackage() + "." + classSpelling(action) + "Request";
        ClassLoader loader = AwsRequest.class.getClassLoader();
        if (loader == null || loader.getResource(name.replace('.', '/') + ".class") == null) {
            return null;
        }
        try {
            Class<?> found = Class.forName(name, true, loader);
            if (!AwsRequest.class.isAssignableFrom(found) || Modifier.isAbstract(found.getModifiers())) {
                return null;
            }
            requestClasses.put(action, found);
            return found;
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /** The SDK writes acronyms in class names with one capital only: GetSSHPublicKey is in GetSshPublicKeyRequest. */
    private static String classSpelling(String action) {
        StringBuilder spelled = new StringBuilder(action);
        for (int i = 1; i < action.length(); i++) {
            boolean endsWord = i + 1 == action.length() || !Character.isLowerCase(action.charAt(i + 1));
            if (Character.isUpperCase(action.charAt(i - 1)) && endsWord) {
                spelled.setCharAt(i, Character.toLowerCase(action.charAt(i)));
            }
        }
        return spelled.toString();
    }

    private String unknownAction(String action, String version) {
        String echo = QueryDecoder.echo(action);
        return protocol.ec2()
                ? "The action " + echo + " is not valid for this web service."
                : "Could not find operation " + echo + " for version " + version;
    }

    private String version(Map<String, List<String>> parameters) {
        List<String> given = parameters.getOrDefault("Version", List.of());
        if (given.isEmpty()) {
            return protocol.defaultVersion();
        }
        String version = given.getFirst();
        if (!VERSION.matcher(version).matches()) {
            throw protocol.failure(
                    Reason.UNKNOWN_VERSION,
                    "Version",
                    "The requested version (" + QueryDecoder.echo(version) + ") of service " + protocol.service()
                            + " does not exist");
        }
        return version;
    }

    private ParameterTree tree(Map<String, List<String>> parameters) {
        if (parameters.size() > limits.parameters()) {
            throw protocol.failure(
                    Reason.TOO_LARGE,
                    "",
                    "The request has " + parameters.size() + " parameters; the limit is " + limits.parameters());
        }
        ParameterTree tree = new ParameterTree();
        AtomicInteger nodes = new AtomicInteger();
        parameters.forEach((name, values) -> {
            checkName(name);
            if (values.size() > 1) {
                throw protocol.failure(
                        Reason.DUPLICATE, name, "The parameter " + name + " stands " + values.size() + " times.");
            }
            if (!values.isEmpty()) {
                nodes.addAndGet(tree.put(name, values.getFirst()));
            }
            if (nodes.get() > NODES_PER_PARAMETER * limits.parameters()) {
                throw protocol.failure(Reason.TOO_LARGE, "", "The parameters of the request are nested too deep.");
            }
        });
        return tree;
    }

    private void checkName(String name) {
        if (name.length() > limits.nameLength()
                || name.chars().filter(c -> c == '.').count() > limits.depth()) {
            throw protocol.failure(
                    Reason.TOO_LARGE,
                    QueryDecoder.echo(name),
                    "The parameter name " + QueryDecoder.echo(name) + " is longer than " + limits.nameLength()
                            + " characters or nested deeper than " + limits.depth());
        }
    }

    private static boolean isProtocolParameter(String name) {
        return PROTOCOL_PARAMETERS.contains(name)
                || IGNORED_LEGACY.contains(name)
                || name.toLowerCase(Locale.ROOT).startsWith(SIGV4_PREFIX);
    }
}
