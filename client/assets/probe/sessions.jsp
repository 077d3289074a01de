<%@ page contentType="application/json; charset=UTF-8" trimDirectiveWhitespaces="true" session="false"
    import="java.lang.management.ManagementFactory,java.lang.reflect.Method,java.util.Arrays,java.util.Collections,java.util.Comparator,java.util.HashMap,java.util.HashSet,java.util.Map,java.util.PriorityQueue,java.util.Set,javax.management.MBeanServer,javax.management.ObjectName,org.apache.catalina.Context,org.apache.catalina.Manager,org.apache.catalina.Session" %><%--
  Sessions of every context of this Tomcat as JSON. It names no servlet type, so that one source compiles on javax and on
  jakarta; it walks each context's Manager and never asks for one session, nor by a request, so that nothing is touched:
  neither owner nor times of a session.

  limit    how many of each context, the newest first; how many there are is told in any case
  ids      sessions that are told besides, by comma
  prefix   only sessions whose ID begins so
  longest  characters of a value that are told

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

  /** The text of an attribute is the app's code: whatever it throws is told in its place. */
  private static String textOf(Object value) {
    try {
      return String.valueOf(value);
    } catch (RuntimeException failure) {
      return "toString() threw " + failure;
    }
  }

  private static void quote(StringBuilder out, Object value) {
    quote(out, value, Integer.MAX_VALUE);
  }

  private static void quote(StringBuilder out, Object value, int longest) {
    String text = textOf(value);
    if (text.length() > longest) text = text.substring(0, longest) + "\u2026";
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') out.append('\\').append(c);
      else if (c < 32) out.append(String.format("\\u%04x", (int) c));
      else out.append(c);
    }
    out.append('"');
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

  private static void attributes(StringBuilder out, Session session, int longest) {
    out.append('[');
    boolean more = false;
    for (String name : Collections.list(session.getSession().getAttributeNames())) {
      Object value = session.getSession().getAttribute(name);
      out.append(more ? ",{\"name\":" : "{\"name\":");
      quote(out, name);
      out.append(",\"type\":");
      quote(out, value == null ? "null" : value.getClass().getName());
      out.append(",\"value\":");
      quote(out, value, longest);
      out.append('}');
      more = true;
    }
    out.append(']');
  }

  private static void session(StringBuilder out, Session session, Object primary, int longest) {
    out.append("{\"id\":");
    quote(out, session.getIdInternal());
    out.append(",\"created\":").append(session.getCreationTimeInternal());
    out.append(",\"lastAccessed\":").append(session.getThisAccessedTimeInternal());
    out.append(",\"primary\":").append(primary);
    out.append(",\"attributes\":");
    attributes(out, session, longest);
    out.append('}');
  }
%><%
  int limit = number(request.getParameter("limit"), 100);
  int longest = number(request.getParameter("longest"), 200);
  String prefix = request.getParameter("prefix");
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
      if (limit == 0 || (prefix != null && !id.startsWith(prefix))) continue;
      if (newest.size() == limit) {
        if (NEWEST_FIRST.compare(session, newest.peek()) > 0) continue;
        newest.poll();
      }
      newest.add(session);
    }
    shown.addAll(newest);
    Session[] sorted = shown.toArray(new Session[0]);
    Arrays.sort(sorted, NEWEST_FIRST);
    json.append(moreContexts ? ",{\"path\":" : "{\"path\":");
    quote(json, context.getPath());
    json.append(",\"manager\":");
    quote(json, manager.getClass().getSimpleName());
    json.append(",\"count\":").append(all.length).append(",\"owned\":").append(owned);
    json.append(",\"sessions\":[");
    boolean moreSessions = false;
    for (Session session : sorted) {
      int before = json.length();
      try {
        if (moreSessions) json.append(',');
        session(json, session, owner.of(session), longest);
        moreSessions = true;
      } catch (IllegalStateException expiredMeanwhile) {
        json.setLength(before);
      }
    }
    json.append("]}");
    moreContexts = true;
  }
  String text = json.append("]}").toString();
  String tag = '"' + Integer.toHexString(text.hashCode()) + '-' + text.length() + '"';
  response.setHeader("ETag", tag);
  if (tag.equals(request.getHeader("If-None-Match"))) response.setStatus(304);
  else out.print(text);
%>
