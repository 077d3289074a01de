<%@ page contentType="application/json; charset=UTF-8" trimDirectiveWhitespaces="true" session="false"
    import="java.lang.management.ManagementFactory,java.lang.reflect.Array,java.lang.reflect.Field,java.lang.reflect.Method,java.lang.reflect.Modifier,java.lang.reflect.Proxy,java.util.ArrayList,java.util.Arrays,java.util.Collection,java.util.Collections,java.util.Comparator,java.util.HashMap,java.util.HashSet,java.util.IdentityHashMap,java.util.List,java.util.Map,java.util.PriorityQueue,java.util.Set,java.util.regex.Pattern,java.util.regex.PatternSyntaxException,javax.management.MBeanServer,javax.management.ObjectName,org.apache.catalina.Context,org.apache.catalina.Manager,org.apache.catalina.Session,org.apache.catalina.core.StandardContext" %><%--
  Sessions of every context of this Tomcat as JSON. It names no servlet type, so that one source compiles on javax and on
  jakarta; it walks each context's Manager and never asks for one session, nor by a request, so that nothing is touched:
  neither owner nor times of a session. Values are read from the fields of their objects: no code of the app is called.

  limit    how many of each context, the newest first; how many there are is told in any case
  ids      sessions that are told besides, by comma
  find     only sessions with this text in their ID, or in the name or value of an attribute, in whatever case
  longest  characters of a value that are told
  mask     a regular expression: attributes, fields and keys whose names it finds are told without their values

  An answer that the caller has already, by its ETag, is not sent again.
--%><%!
  /** The order that every node gives its sessions in: one of them begins with what the others begin with. */
  private static final Comparator<Session> NEWEST_FIRST = new Comparator<Session>() {
    @Override
    public int compare(Session a, Session b) {
      int later = Long.compare(b.getCreationTimeInternal(), a.getCreationTimeInternal());
      return later != 0 ? later : a.getIdInternal().compareTo(b.getIdInternal());
    }
  };

  private static int number(String parameter, int fallback) {
    try {
      return parameter == null ? fallback : Math.max(0, Integer.parseInt(parameter));
    } catch (NumberFormatException notANumber) {
      return fallback;
    }
  }

  private static void quote(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') out.append('\\').append(c);
      else if (c < 32) out.append(String.format("\\u%04x", (int) c));
      else out.append(c);
    }
    out.append('"');
  }

  /** Everything where nothing is said; what is no regular expression masks every value, rather than none. */
  private static Pattern maskOf(String parameter) {
    if (parameter == null || parameter.isEmpty()) return null;
    try {
      return Pattern.compile(parameter, Pattern.CASE_INSENSITIVE);
    } catch (PatternSyntaxException notOne) {
      return Pattern.compile("");
    }
  }

  /** Writes objects as text, by their fields. Of the JDK's classes only those are asked that answer by themselves. */
  private static final class Values {
    private static final int DEEPEST = 5;
    private static final int MOST_PARTS = 100;
    private static final String HIDDEN = "\u2022\u2022\u2022\u2022";
    /** Whose text is their own; classes below `java.` are the JDK's, since no other loader may define them. */
    private static final Pattern PLAIN = Pattern.compile(
        "java\\.(lang\\.(Integer|Long|Short|Byte|Double|Float|Boolean|Character|StringBuilder|StringBuffer)"
            + "|math\\.Big(Integer|Decimal)|net\\.URI"
            + "|time\\.(Instant|Duration|Period|Year|YearMonth|MonthDay|Local(Date|Time|DateTime)|Offset(Time|DateTime)|ZonedDateTime|ZoneOffset|ZoneRegion)"
            + "|util\\.(Date|UUID|Locale|Currency|BitSet|Optional(Int|Long|Double)|concurrent\\.atomic\\.Atomic(Integer|Long|Boolean))"
            + "|sql\\.(Date|Time|Timestamp))");
    /** Those that pass every call on to another collection, which may be the app's. */
    private static final Pattern WRAPPER = Pattern.compile(
        "java\\.util\\.(Collections\\$(Unmodifiable|Synchronized|Checked|SetFromMap|AsLIFO).*|Abstract(List|Map|Collection)\\$.*|Reverse.*)");
    private final Map<Class<?>, List<Field>> fields = new HashMap<Class<?>, List<Field>>();
    /** The objects on the way to the one that is being written. */
    private final Map<Object, Boolean> path = new IdentityHashMap<Object, Boolean>();
    private final Pattern mask;
    private final int longest;
    private StringBuilder out;

    Values(Pattern mask, int longest) {
      this.mask = mask;
      this.longest = longest;
    }

    String of(String name, Object value) {
      if (isHidden(name)) return HIDDEN;
      out = new StringBuilder();
      path.clear();
      try {
        write(value, DEEPEST);
      } catch (RuntimeException failure) {
        out.append("(unreadable: ").append(failure.getClass().getName()).append(')');
      } catch (LinkageError failure) {
        out.append("(unreadable: ").append(failure.getClass().getName()).append(')');
      }
      if (out.length() <= longest) return out.toString();
      int end = longest > 0 && Character.isHighSurrogate(out.charAt(longest - 1)) ? longest - 1 : longest;
      return out.substring(0, end) + '\u2026';
    }

    /** The same on every node: a lambda and a proxy have a number of their JVM in their name. */
    static String typeOf(Object value) {
      return value == null ? "null" : nameOf(value.getClass());
    }

    private static String nameOf(Class<?> type) {
      if (type.isArray()) return nameOf(type.getComponentType()) + "[]";
      if (Proxy.isProxyClass(type)) {
        StringBuilder names = new StringBuilder("proxy of ");
        for (Class<?> face : type.getInterfaces()) names.append(names.length() > 9 ? ", " : "").append(face.getName());
        return names.toString();
      }
      String name = type.getName();
      int lambda = name.indexOf("$$Lambda");
      return lambda < 0 ? name : name.substring(0, lambda) + "$$Lambda";
    }

    private static String shortNameOf(Class<?> type) {
      String name = nameOf(type);
      return name.startsWith("proxy of ") ? name : name.substring(name.lastIndexOf('.') + 1);
    }

    private boolean isHidden(String name) {
      return mask != null && mask.matcher(name).find();
    }

    private boolean isFull() {
      return out.length() > longest;
    }

    private void write(Object value, int depth) {
      if (isFull()) return;
      Class<?> type = value == null ? null : value.getClass();
      if (value == null) out.append("null");
      else if (value instanceof String) out.append((String) value, 0, Math.min(((String) value).length(), longest + 1));
      else if (value instanceof Enum) {
        Enum<?> constant = (Enum<?>) value;
        out.append(shortNameOf(constant.getDeclaringClass())).append('.').append(constant.name());
      } else if (value instanceof Class) out.append("class ").append(nameOf((Class<?>) value));
      else if (PLAIN.matcher(type.getName()).matches()) out.append(value);
      else if (path.containsKey(value)) out.append(shortNameOf(type)).append(" (see above)");
      else {
        path.put(value, Boolean.TRUE);
        parts(value, type, depth);
        path.remove(value);
      }
    }

    private void parts(Object value, Class<?> type, int depth) {
      boolean own = type.getName().startsWith("java.util.") && !WRAPPER.matcher(type.getName()).matches();
      if (type.isArray()) array(value, depth);
      else if (own && value instanceof Map) map((Map<?, ?>) value, depth);
      else if (own && value instanceof Collection) list((Collection<?>) value, depth);
      else if (Proxy.isProxyClass(type)) {
        out.append(shortNameOf(type)).append(" by ");
        if (depth == 0) out.append('\u2026');
        else write(Proxy.getInvocationHandler(value), depth - 1);
      } else if (isJdk(type)) out.append(type.getName());
      else object(value, type, depth);
    }

    private void array(Object value, int depth) {
      int length = Array.getLength(value);
      out.append('[');
      for (int i = 0; i < length; i++) {
        if (stop(i, length, depth)) break;
        write(Array.get(value, i), depth - 1);
      }
      out.append(']');
    }

    private void list(Collection<?> value, int depth) {
      int size = value.size();
      int i = 0;
      out.append('[');
      for (Object part : value) {
        if (stop(i++, size, depth)) break;
        write(part, depth - 1);
      }
      out.append(']');
    }

    private void map(Map<?, ?> value, int depth) {
      int size = value.size();
      int i = 0;
      out.append('{');
      for (Map.Entry<?, ?> entry : value.entrySet()) {
        if (stop(i++, size, depth)) break;
        Object key = entry.getKey();
        write(key, depth - 1);
        out.append(": ");
        if (key instanceof String && isHidden((String) key)) out.append(HIDDEN);
        else write(entry.getValue(), depth - 1);
      }
      out.append('}');
    }

    private void object(Object value, Class<?> type, int depth) {
      out.append(shortNameOf(type)).append(" {");
      List<Field> all = fieldsOf(type);
      for (int i = 0; i < all.size(); i++) {
        out.append(i == 0 ? " " : "");
        if (stop(i, all.size(), depth)) break;
        Field field = all.get(i);
        out.append(field.getName()).append(": ");
        if (isHidden(field.getName())) out.append(HIDDEN);
        else write(read(field, value), depth - 1);
      }
      out.append(all.isEmpty() ? "}" : " }");
    }

    /** Writes what stands before a part; true where no more are written. */
    private boolean stop(int index, int size, int depth) {
      if (isFull()) return true;
      if (index > 0) out.append(", ");
      if (depth > 0 && index < MOST_PARTS) return false;
      out.append('\u2026');
      if (depth > 0) out.append(' ').append(size);
      return true;
    }

    private static Object read(Field field, Object value) {
      try {
        return field.get(value);
      } catch (IllegalAccessException closed) {
        return null;
      }
    }

    /** What is replicated of an object: neither static nor transient fields; those of a superclass first. */
    private List<Field> fieldsOf(Class<?> type) {
      List<Field> known = fields.get(type);
      if (known != null) return known;
      List<Field> all = new ArrayList<Field>();
      for (Class<?> at = type; at != null && !isJdk(at); at = at.getSuperclass()) {
        List<Field> own = new ArrayList<Field>();
        for (Field field : at.getDeclaredFields()) {
          if (field.isSynthetic() || Modifier.isStatic(field.getModifiers()) || Modifier.isTransient(field.getModifiers())) continue;
          try {
            field.setAccessible(true);
            own.add(field);
          } catch (RuntimeException closed) {
            // Its module does not let anybody look.
          }
        }
        all.addAll(0, own);
      }
      fields.put(type, all);
      return all;
    }

    private static boolean isJdk(Class<?> type) {
      ClassLoader loader = type.getClassLoader();
      return loader == null || loader == ClassLoader.getSystemClassLoader().getParent();
    }
  }

  /** Asks sessions whether this node owns them; null where the Manager does not replicate and its sessions do not say. */
  private static final class Owner {
    private final Map<Class<?>, Method> questions = new HashMap<Class<?>, Method>();

    Object of(Session session) throws ReflectiveOperationException {
      Class<?> type = session.getClass();
      if (!questions.containsKey(type)) questions.put(type, question(type));
      Method question = questions.get(type);
      return question == null ? null : question.invoke(session);
    }

    private static Method question(Class<?> type) {
      try {
        return type.getMethod("isPrimarySession");
      } catch (NoSuchMethodException standardSession) {
        return null;
      }
    }
  }

  private static void attributes(StringBuilder out, Session session, Values values) {
    out.append('[');
    boolean more = false;
    for (String name : Collections.list(session.getSession().getAttributeNames())) {
      Object value = session.getSession().getAttribute(name);
      out.append(more ? ",{\"name\":" : "{\"name\":");
      quote(out, name);
      out.append(",\"type\":");
      quote(out, Values.typeOf(value));
      out.append(",\"value\":");
      quote(out, values.of(name, value));
      out.append('}');
      more = true;
    }
    out.append(']');
  }

  /** Whether a text, in small letters, stands in the ID, or in the name or value of an attribute. */
  private static boolean hasText(Session session, String text, Values values) {
    if (session.getIdInternal().toLowerCase().contains(text)) return true;
    try {
      for (String name : Collections.list(session.getSession().getAttributeNames())) {
        if (name.toLowerCase().contains(text)) return true;
        if (values.of(name, session.getSession().getAttribute(name)).toLowerCase().contains(text)) return true;
      }
    } catch (IllegalStateException expiredMeanwhile) {
      return false;
    }
    return false;
  }

  private static void session(StringBuilder out, Session session, Object primary, Values values) {
    out.append("{\"id\":");
    quote(out, session.getIdInternal());
    out.append(",\"created\":").append(session.getCreationTimeInternal());
    out.append(",\"lastAccessed\":").append(session.getThisAccessedTimeInternal());
    out.append(",\"primary\":").append(primary);
    out.append(",\"attributes\":");
    attributes(out, session, values);
    out.append('}');
  }
%><%
  int limit = number(request.getParameter("limit"), 100);
  Values values = new Values(maskOf(request.getParameter("mask")), number(request.getParameter("longest"), 200));
  String find = request.getParameter("find");
  String text = find == null ? null : find.toLowerCase();
  String ids = request.getParameter("ids");
  Set<String> asked = new HashSet<String>(ids == null ? Collections.<String>emptyList() : Arrays.asList(ids.split(",")));
  Owner owner = new Owner();
  MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  StringBuilder json = new StringBuilder("{\"contexts\":[");
  boolean moreContexts = false;
  for (ObjectName name : server.queryNames(new ObjectName("*:j2eeType=WebModule,*"), null)) {
    Context context = (Context) server.getAttribute(name, "managedResource");
    Manager manager = context.getManager();
    if (manager == null || context.getPath().equals(request.getContextPath())) continue;
    Session[] all = manager.findSessions();
    int owned = 0;
    Set<Session> shown = new HashSet<Session>();
    // The last of the page is at its head, to make room for a newer one.
    PriorityQueue<Session> newest = new PriorityQueue<Session>(11, Collections.reverseOrder(NEWEST_FIRST));
    for (Session session : all) {
      if (!Boolean.FALSE.equals(owner.of(session))) owned++;
      String id = session.getIdInternal();
      if (asked.contains(id)) shown.add(session);
      if (limit == 0) continue;
      if (newest.size() == limit) {
        if (NEWEST_FIRST.compare(session, newest.peek()) > 0) continue;
      }
      if (text != null && !hasText(session, text, values)) continue;
      if (newest.size() == limit) newest.poll();
      newest.add(session);
    }
    shown.addAll(newest);
    Session[] sorted = shown.toArray(new Session[0]);
    Arrays.sort(sorted, NEWEST_FIRST);
    json.append(moreContexts ? ",{\"path\":" : "{\"path\":");
    quote(json, context.getPath());
    json.append(",\"manager\":");
    quote(json, manager.getClass().getSimpleName());
    long started = context instanceof StandardContext ? ((StandardContext) context).getStartTime() : 0;
    json.append(",\"started\":").append(started);
    json.append(",\"count\":").append(all.length).append(",\"owned\":").append(owned);
    json.append(",\"sessions\":[");
    boolean moreSessions = false;
    for (Session session : sorted) {
      int before = json.length();
      try {
        if (moreSessions) json.append(',');
        session(json, session, owner.of(session), values);
        moreSessions = true;
      } catch (IllegalStateException expiredMeanwhile) {
        json.setLength(before);
      }
    }
    json.append("]}");
    moreContexts = true;
  }
  String answer = json.append("]}").toString();
  String tag = '"' + Integer.toHexString(answer.hashCode()) + '-' + answer.length() + '"';
  response.setHeader("ETag", tag);
  if (tag.equals(request.getHeader("If-None-Match"))) response.setStatus(304);
  else out.print(answer);
%>
