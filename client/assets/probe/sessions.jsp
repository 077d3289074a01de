<%@ page contentType="application/json; charset=UTF-8" trimDirectiveWhitespaces="true" session="false"
    import="java.lang.management.ManagementFactory,java.lang.reflect.InvocationTargetException,java.util.Collections,javax.management.MBeanServer,javax.management.ObjectName,org.apache.catalina.Context,org.apache.catalina.Manager,org.apache.catalina.Session" %><%--
  The sessions of every context of this Tomcat as JSON. It names no servlet type, so that one source compiles on javax and
  on jakarta; it reads through each context's Manager and never through a request, so that nothing is touched: neither
  owner nor times of a session.
--%><%!
  private static final int LONGEST_VALUE = 200;

  /** The text of an attribute is the app's code: whatever it throws is told in its place. */
  private static String textOf(Object value) {
    try {
      return String.valueOf(value);
    } catch (RuntimeException failure) {
      return "toString() threw " + failure;
    }
  }

  private static void quote(StringBuilder out, Object value) {
    String text = textOf(value);
    if (text.length() > LONGEST_VALUE) text = text.substring(0, LONGEST_VALUE) + "\u2026";
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') out.append('\\').append(c);
      else if (c < 32) out.append(String.format("\\u%04x", (int) c));
      else out.append(c);
    }
    out.append('"');
  }

  /** Whether this node owns the session; null where the Manager does not replicate and its sessions do not say. */
  private static Object primary(Session session) throws IllegalAccessException, InvocationTargetException {
    try {
      return session.getClass().getMethod("isPrimarySession").invoke(session);
    } catch (NoSuchMethodException standardSession) {
      return null;
    }
  }

  private static void attributes(StringBuilder out, Session session) {
    out.append('[');
    boolean more = false;
    for (String name : Collections.list(session.getSession().getAttributeNames())) {
      Object value = session.getSession().getAttribute(name);
      out.append(more ? ",{\"name\":" : "{\"name\":");
      quote(out, name);
      out.append(",\"type\":");
      quote(out, value == null ? "null" : value.getClass().getName());
      out.append(",\"value\":");
      quote(out, value);
      out.append('}');
      more = true;
    }
    out.append(']');
  }

  private static void session(StringBuilder out, Session session) throws Exception {
    out.append("{\"id\":");
    quote(out, session.getIdInternal());
    out.append(",\"created\":").append(session.getCreationTimeInternal());
    out.append(",\"lastAccessed\":").append(session.getThisAccessedTimeInternal());
    out.append(",\"primary\":").append(primary(session));
    out.append(",\"attributes\":");
    attributes(out, session);
    out.append('}');
  }
%><%
  MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  StringBuilder json = new StringBuilder("{\"contexts\":[");
  boolean moreContexts = false;
  for (ObjectName name : server.queryNames(new ObjectName("*:j2eeType=WebModule,*"), null)) {
    Context context = (Context) server.getAttribute(name, "managedResource");
    Manager manager = context.getManager();
    if (manager == null) continue;
    Session[] sessions = manager.findSessions();
    json.append(moreContexts ? ",{\"path\":" : "{\"path\":");
    quote(json, context.getPath());
    json.append(",\"manager\":");
    quote(json, manager.getClass().getSimpleName());
    json.append(",\"count\":").append(sessions.length).append(",\"sessions\":[");
    boolean moreSessions = false;
    for (Session session : sessions) {
      int before = json.length();
      try {
        if (moreSessions) json.append(',');
        session(json, session);
        moreSessions = true;
      } catch (IllegalStateException expiredMeanwhile) {
        json.setLength(before);
      }
    }
    json.append("]}");
    moreContexts = true;
  }
  out.print(json.append("]}"));
%>
