import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.logging.LogManager;
import org.apache.catalina.startup.Catalina;
import org.apache.catalina.startup.ContextConfig;
import org.apache.tomcat.util.descriptor.web.WebRuleSet;
import org.apache.tomcat.util.digester.CallMethodRule;
import org.apache.tomcat.util.digester.Digester;
import org.apache.tomcat.util.digester.ObjectCreateRule;
import org.apache.tomcat.util.digester.Rule;
import org.apache.tomcat.util.digester.RulesBase;
import org.apache.tomcat.util.digester.SetNextRule;
import org.apache.tomcat.util.digester.SetPropertiesRule;

/**
 * Prints, as one JSON document, what a Tomcat on the class path takes in its files: the patterns of its digesters, and of each
 * class that they can make what it extends and which attributes it has.
 */
public class Dump {

    /** Types that are set from a text: see org.apache.tomcat.util.IntrospectionUtils.setProperty. */
    private static final Map<String, String> TYPES = Map.of("java.lang.String", "string", "int", "int", "java.lang.Integer", "int",
            "long", "long", "java.lang.Long", "long", "boolean", "boolean", "java.lang.Boolean", "boolean",
            "java.net.InetAddress", "address");

    /** Classes and types that no pattern names, but that attributes name or that a Connector hands its attributes to. */
    private static final List<String> FURTHER = List.of("org.apache.coyote.ProtocolHandler",
            "org.apache.catalina.tribes.MembershipProvider", "org.apache.catalina.ha.ClusterValve",
            "org.apache.tomcat.util.net.AbstractEndpoint", "org.apache.tomcat.util.net.SocketProperties",
            "org.apache.catalina.connector.Connector", "org.apache.tomcat.util.net.SSLHostConfigCertificate",
            "org.apache.catalina.Wrapper", "org.apache.tomcat.util.net.SSLImplementation");

    private static final class Own extends Catalina {
        Digester digester() {
            return createStartDigester();
        }
    }

    private final Map<String, Set<String>> adders = new TreeMap<>();
    private final Set<String> types = new TreeSet<>(FURTHER);

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        PrintStream out = System.out;
        System.setOut(System.err);
        Map<String, Object> all = new Dump().dump();
        out.println(json(all));
        out.flush();
        System.exit(0);
    }

    private Map<String, Object> dump() throws Exception {
        Map<String, Object> all = new LinkedHashMap<>();
        Digester server = new Own().digester();
        Method contextDigester = ContextConfig.class.getDeclaredMethod("createContextDigester");
        contextDigester.setAccessible(true);
        Map<String, Object> files = new LinkedHashMap<>();
        files.put("server.xml", patterns(server));
        files.put("context.xml", patterns((Digester) contextDigester.invoke(new ContextConfig())));
        for (boolean fragment : new boolean[] { false, true }) {
            Digester web = new Digester();
            web.addRuleSet(new WebRuleSet(fragment));
            files.put(fragment ? "web-fragment.xml" : "web.xml", new ArrayList<>(cache(web).keySet()));
        }
        all.put("files", files);
        all.put("fake", fakeAttributes(server));
        all.put("classes", classes());
        return all;
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        for (Class<?> at = of.getClass(); at != null; at = at.getSuperclass()) {
            try {
                Field field = at.getDeclaredField(name);
                field.setAccessible(true);
                return field.get(of);
            } catch (NoSuchFieldException e) {
                continue;
            }
        }
        return null;
    }

    /** Pattern to its rules, sorted. */
    private static Map<String, List<Rule>> cache(Digester digester) throws ReflectiveOperationException {
        Map<String, List<Rule>> sorted = new TreeMap<>();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) field((RulesBase) digester.getRules(), "cache")).entrySet()) {
            List<Rule> rules = new ArrayList<>();
            for (Object rule : (List<?>) entry.getValue()) {
                rules.add((Rule) rule);
            }
            sorted.put((String) entry.getKey(), rules);
        }
        return sorted;
    }

    private List<Object> patterns(Digester digester) throws ReflectiveOperationException {
        List<Object> found = new ArrayList<>();
        for (Map.Entry<String, List<Rule>> entry : cache(digester).entrySet()) {
            Map<String, Object> pattern = new LinkedHashMap<>();
            pattern.put("path", entry.getKey());
            for (Rule rule : entry.getValue()) {
                describe(rule, pattern);
            }
            found.add(pattern);
        }
        return found;
    }

    private void describe(Rule rule, Map<String, Object> pattern) throws ReflectiveOperationException {
        String name = rule.getClass().getSimpleName();
        if (rule instanceof ObjectCreateRule) {
            pattern.put("creates", true);
            add(pattern, "defaultClass", field(rule, "className"));
            add(pattern, "classAttribute", field(rule, "attributeName"));
        } else if (name.equals("ConnectorCreateRule")) {
            pattern.put("creates", true);
            pattern.put("defaultClass", "org.apache.catalina.connector.Connector");
        } else if (name.equals("CertificateCreateRule")) {
            pattern.put("creates", true);
            pattern.put("defaultClass", "org.apache.tomcat.util.net.SSLHostConfigCertificate");
        } else if (rule instanceof SetNextRule || name.equals("SetNextNamingRule")) {
            String method = (String) field(rule, "methodName");
            String type = (String) field(rule, "paramType");
            pattern.put("type", type);
            // The other one calls the naming resources of a Context.
            if (rule instanceof SetNextRule) {
                pattern.put("adds", method);
                adders.computeIfAbsent(method, key -> new TreeSet<>()).add(type);
            }
            types.add(type);
        } else if (rule instanceof SetPropertiesRule) {
            pattern.put("sets", true);
            if (field(rule, "excludes") instanceof Map<?, ?> excludes) {
                pattern.put("excludes", new ArrayList<>(new TreeSet<>(excludes.keySet())));
            }
        } else if (name.equals("SetAllPropertiesRule")) {
            pattern.put("sets", true);
            pattern.put("silent", true);
            if (field(rule, "excludes") instanceof Map<?, ?> excludes) {
                pattern.put("excludes", new ArrayList<>(new TreeSet<>(excludes.keySet())));
            }
        } else if (rule instanceof CallMethodRule) {
            pattern.put("calls", field(rule, "methodName"));
        } else {
            pattern.merge("other", name, (before, one) -> before + " " + one);
        }
        if (pattern.get("defaultClass") instanceof String made) {
            types.add(made);
        }
    }

    private static void add(Map<String, Object> to, String key, Object value) {
        if (value != null) {
            to.put(key, value);
        }
    }

    /** Attributes that the digester never sets, by class. */
    private static Map<String, Object> fakeAttributes(Digester digester) throws ReflectiveOperationException {
        Map<String, Object> found = new TreeMap<>();
        if (field(digester, "fakeAttributes") instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                found.put(((Class<?>) entry.getKey()).getName(), new ArrayList<>(new TreeSet<>((List<?>) entry.getValue())));
            }
        }
        return found;
    }

    private List<Object> classes() throws IOException {
        List<Class<?>> wanted = new ArrayList<>();
        for (String type : types) {
            try {
                wanted.add(Class.forName(type, false, Dump.class.getClassLoader()));
            } catch (ClassNotFoundException e) {
                System.err.println("no " + type);
            }
        }
        Map<String, Class<?>> found = new TreeMap<>();
        for (String name : names()) {
            Class<?> one;
            try {
                one = Class.forName(name, false, Dump.class.getClassLoader());
                one.getMethods();
                if (Modifier.isAbstract(one.getModifiers()) || !isMade(one)) {
                    continue;
                }
            } catch (LinkageError | ClassNotFoundException e) {
                continue;
            }
            if (wanted.stream().anyMatch(type -> type.isAssignableFrom(one))) {
                addWithSupers(one, found);
            }
        }
        wanted.forEach(type -> addWithSupers(type, found));
        List<Object> all = new ArrayList<>();
        for (Class<?> one : found.values()) {
            all.add(describe(one));
        }
        return all;
    }

    private static boolean isMade(Class<?> one) {
        if (!Modifier.isPublic(one.getModifiers())) {
            return false;
        }
        try {
            one.getConstructor();
            return true;
        } catch (NoSuchMethodException e) {
            // Made by rules of their own, not by a class name.
            return one.getName().endsWith(".SSLHostConfigCertificate") || isEndpoint(one);
        }
    }

    private static boolean isEndpoint(Class<?> one) {
        return one.getName().matches("org\\.apache\\.tomcat\\.util\\.net\\.\\w+Endpoint");
    }

    private static void addWithSupers(Class<?> one, Map<String, Class<?>> found) {
        if (one == null || !one.getName().startsWith("org.apache.") || found.putIfAbsent(one.getName(), one) != null) {
            return;
        }
        addWithSupers(one.getSuperclass(), found);
        for (Class<?> face : one.getInterfaces()) {
            addWithSupers(face, found);
        }
    }

    private static Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String path : System.getProperty("java.class.path").split(":")) {
            if (!path.endsWith(".jar")) {
                continue;
            }
            try (JarFile jar = new JarFile(path)) {
                jar.stream().map(entry -> entry.getName())
                        .filter(name -> name.endsWith(".class") && name.startsWith("org/apache/"))
                        .forEach(name -> names.add(name.substring(0, name.length() - 6).replace('/', '.')));
            }
        }
        return names;
    }

    private Map<String, Object> describe(Class<?> one) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", one.getName());
        if (one.getSuperclass() != null && one.getSuperclass().getName().startsWith("org.apache.")) {
            all.put("extends", one.getSuperclass().getName());
        }
        List<Object> faces = new ArrayList<>();
        for (Class<?> face : one.getInterfaces()) {
            if (face.getName().startsWith("org.apache.")) {
                faces.add(face.getName());
            }
        }
        if (!faces.isEmpty()) {
            all.put("implements", faces);
        }
        if (one.isInterface()) {
            all.put("interface", true);
            return all;
        }
        if (Modifier.isAbstract(one.getModifiers()) || !isMade(one)) {
            all.put("abstract", true);
        }
        if (one.isAnnotationPresent(Deprecated.class)) {
            all.put("deprecated", true);
        }
        Object instance = instance(one);
        Method[] methods = one.getMethods();
        Arrays.sort(methods, Comparator.comparing(Method::toString));
        for (Method method : methods) {
            if (method.getName().equals("setProperty") && method.getParameterCount() == 2
                    && method.getParameterTypes()[0] == String.class
                    // IntrospectionUtils takes any setProperty of two: that of ResourceBase takes an Object.
                    && method.getParameterTypes()[1].isAssignableFrom(String.class)
                    && !"bool".equals(all.get("dynamic"))) {
                all.put("dynamic", method.getReturnType() == boolean.class ? "bool" : "void");
            }
        }
        Set<String> adds = new TreeSet<>();
        for (Method method : methods) {
            Set<String> wanted = adders.get(method.getName());
            if (wanted != null && method.getParameterCount() == 1 && wanted.contains(method.getParameterTypes()[0].getName())) {
                adds.add(method.getName() + "(" + method.getParameterTypes()[0].getName());
            }
        }
        if (!adds.isEmpty()) {
            all.put("takes", new ArrayList<>(adds));
        }
        if (instance != null) {
            Object endpoint = endpoint(instance);
            if (endpoint != null) {
                all.put("endpoint", endpoint.getClass().getName());
            }
        }
        if (one.getName().equals("org.apache.catalina.connector.Connector")) {
            all.put("replacements", replacements(one));
        }
        all.put("attributes", attributes(one, instance, methods));
        return all;
    }

    private static Map<String, Object> replacements(Class<?> connector) {
        Map<String, Object> found = new TreeMap<>();
        try {
            Field field = connector.getDeclaredField("replacements");
            field.setAccessible(true);
            ((Map<?, ?>) field.get(null)).forEach((from, to) -> found.put((String) from, to));
        } catch (ReflectiveOperationException e) {
            return found;
        }
        return found;
    }

    private static Object instance(Class<?> one) {
        if (Modifier.isAbstract(one.getModifiers()) || !Modifier.isPublic(one.getModifiers())) {
            return null;
        }
        try {
            if (one.getName().equals("org.apache.catalina.connector.Connector")) {
                return one.getConstructor(String.class).newInstance("HTTP/1.1");
            }
            if (one.getName().endsWith(".SSLHostConfigCertificate")) {
                Class<?> type = Class.forName(one.getName() + "$Type");
                Class<?> host = Class.forName("org.apache.tomcat.util.net.SSLHostConfig");
                return one.getConstructor(host, type).newInstance(host.getConstructor().newInstance(), type.getEnumConstants()[0]);
            }
            Constructor<?> made = one.getConstructor();
            return made.newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            return null;
        }
    }

    private static Object endpoint(Object handler) {
        for (Class<?> at = handler.getClass(); at != null; at = at.getSuperclass()) {
            if (at.getName().equals("org.apache.coyote.AbstractProtocol")) {
                try {
                    return field(handler, "endpoint");
                } catch (ReflectiveOperationException e) {
                    return null;
                }
            }
        }
        return null;
    }

    private static Map<String, Object> attributes(Class<?> one, Object instance, Method[] methods) {
        Map<String, Object> found = new TreeMap<>();
        Map<String, List<Method>> setters = new TreeMap<>();
        for (Method method : methods) {
            if (method.getName().startsWith("set") && method.getName().length() > 3 && method.getParameterCount() == 1) {
                setters.computeIfAbsent(method.getName().substring(3), key -> new ArrayList<>()).add(method);
            }
        }
        for (Map.Entry<String, List<Method>> entry : setters.entrySet()) {
            Map<String, Object> attribute = attribute(one, entry.getKey(), entry.getValue());
            if (attribute == null) {
                continue;
            }
            String text = instance == null ? null : defaultOf(one, instance, entry.getKey());
            if (text != null) {
                attribute.put("default", text);
            }
            found.put(entry.getKey(), attribute);
        }
        return found;
    }

    /** As IntrospectionUtils.setProperty chooses: a String first, else one whose text it can read, else it passes null. */
    private static Map<String, Object> attribute(Class<?> one, String name, List<Method> setters) {
        Map<String, Object> attribute = new LinkedHashMap<>();
        Set<String> read = new LinkedHashSet<>();
        boolean deprecated = true;
        for (Method setter : setters) {
            String type = TYPES.get(setter.getParameterTypes()[0].getName());
            if (type != null) {
                read.add(type);
                deprecated &= setter.isAnnotationPresent(Deprecated.class);
            }
        }
        if (!read.isEmpty()) {
            attribute.put("type", read.contains("string") ? "string" : read.iterator().next());
            if (read.size() > 1) {
                attribute.put("types", new ArrayList<>(read));
            }
            if (deprecated) {
                attribute.put("deprecated", true);
            }
            return attribute;
        }
        if (setters.get(0).getParameterTypes()[0].isPrimitive() || !takesNull(one, setters.get(0))) {
            return null;
        }
        attribute.put("type", "object");
        return attribute;
    }

    private static boolean takesNull(Class<?> one, Method setter) {
        Object fresh = instance(one);
        if (fresh == null) {
            return true;
        }
        try {
            setter.invoke(fresh, new Object[] { null });
            return true;
        } catch (InvocationTargetException | IllegalAccessException | IllegalArgumentException e) {
            return false;
        }
    }

    private static String defaultOf(Class<?> one, Object instance, String name) {
        for (String prefix : new String[] { "get", "is" }) {
            try {
                Object value = one.getMethod(prefix + name).invoke(instance);
                if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                    return String.valueOf(value);
                }
                if (value instanceof InetAddress address) {
                    return address.getHostAddress();
                }
                if (value instanceof Enum<?> word) {
                    return word.toString();
                }
                return null;
            } catch (ReflectiveOperationException | LinkageError e) {
                continue;
            }
        }
        return null;
    }

    private static String json(Object value) {
        StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    private static void write(Object value, StringBuilder text) {
        if (value instanceof Map<?, ?> map) {
            String separator = "{";
            for (Map.Entry<?, ?> entry : new LinkedHashMap<>(map).entrySet()) {
                text.append(separator);
                separator = ",";
                write(entry.getKey(), text);
                text.append(':');
                write(entry.getValue(), text);
            }
            text.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> list) {
            String separator = "[";
            for (Object one : list) {
                text.append(separator);
                separator = ",";
                write(one, text);
            }
            text.append(list.isEmpty() ? "[]" : "]");
        } else if (value instanceof String word) {
            text.append('"');
            for (char c : word.toCharArray()) {
                if (c == '"' || c == '\\') {
                    text.append('\\').append(c);
                } else if (c < ' ') {
                    text.append(String.format("\\u%04x", (int) c));
                } else {
                    text.append(c);
                }
            }
            text.append('"');
        } else {
            text.append(value);
        }
    }
}
