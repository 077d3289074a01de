import type { ContainerPlan, Deployment } from '../../server/src/protocol';

/** Where it lies; a session is made by its one page. */
export const STRANGE = '/cluster-lab-strange';

/** An app whose one page puts into its session what is hard to show. `called` becomes true where its code is called. */
const jsp = `<%@ page contentType="text/plain" import="java.util.*,java.time.*,java.math.*,java.io.Serializable" %><%!
  static volatile String called = "";
  static class Empty implements Serializable {}
  static class Base implements Serializable { String id = "duke"; }
  static class User extends Base {
    String password = "hunter2";
    transient String cache = "not replicated";
    static int count = 3;
    Map<String, Object> more = new LinkedHashMap<>();
    { more.put("apiToken", "xyzzy"); more.put("age", 42); }
  }
  static class Touchy implements Serializable {
    String name = "touchy";
    @Override public String toString() { called += " toString"; throw new IllegalStateException("toString"); }
    @Override public boolean equals(Object other) { called += " equals"; return false; }
    @Override public int hashCode() { called += " hashCode"; return 7; }
    public String getName() { called += " getName"; return name; }
  }
  static class Cart extends ArrayList<String> {
    String owner = "duke";
    @Override public Iterator<String> iterator() { called += " iterator"; return super.iterator(); }
    @Override public int size() { called += " size"; return super.size(); }
  }
  static class Ring implements Serializable { String name; Ring next; Ring(String name) { this.name = name; } }
  enum Colour { RED, GREEN { @Override public String toString() { called += " enum"; return "verde"; } } }
  record Point(int x, int y) implements Serializable {
    public int x() { called += " x"; return x; }
  }
  interface Greeter extends Serializable { String greet(); }
  static class Handler implements java.lang.reflect.InvocationHandler, Serializable {
    String target = "world";
    public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] args) { called += " invoke"; return null; }
  }
%><%
  if (request.getParameter("called") != null) { out.print(called.trim()); return; }
  Ring ring = new Ring("one");
  ring.next = new Ring("two");
  ring.next.next = ring;
  List<Object> deep = new ArrayList<>();
  List<Object> at = deep;
  for (int i = 0; i < 50; i++) {
    List<Object> next = new ArrayList<>();
    at.add(next);
    at = next;
  }
  session.setAttribute("deep", deep);
  List<Integer> long_ = new ArrayList<>();
  for (int i = 0; i < 100000; i++) long_.add(i);
  String captured = "kept";
  called = "";
  session.setAttribute("empty", new Empty());
  session.setAttribute("user", new User());
  session.setAttribute("touchy", new Touchy());
  session.setAttribute("touchies", new ArrayList<>(Arrays.asList(new Touchy(), null)));
  session.setAttribute("wrapped", Collections.unmodifiableList(new Cart()));
  session.setAttribute("cart", new Cart());
  session.setAttribute("ring", ring);
  session.setAttribute("colour", Colour.GREEN);
  session.setAttribute("point", new Point(1, 2));
  session.setAttribute("proxy", java.lang.reflect.Proxy.newProxyInstance(Greeter.class.getClassLoader(), new Class<?>[] { Greeter.class }, new Handler()));
  session.setAttribute("lambda", (Greeter) () -> captured);
  session.setAttribute("long", long_);
  session.setAttribute("text", "x".repeat(1000000));
  session.setAttribute("bytes", new byte[] { 1, 2, 3 });
  session.setAttribute("plain", Arrays.asList(1, 2L, 'c', true, new BigInteger("12345678901234567890"), Instant.EPOCH, UUID.fromString("00000000-0000-0001-0000-000000000002"), "text"));
  session.setAttribute("optional", new Object[] { Optional.of(new Touchy()), String.class, new Thread() });
  session.setAttribute("signingKey", "abc");
  out.print(session.getId());
%>`;

const webXml = `<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
  <servlet><servlet-name>jsp</servlet-name><servlet-class>org.apache.jasper.servlet.JspServlet</servlet-class>
    <init-param><param-name>compilerSourceVM</param-name><param-value>17</param-value></init-param>
    <init-param><param-name>compilerTargetVM</param-name><param-value>17</param-value></init-param>
  </servlet>
</web-app>`;

/** The plan with that app on every node. */
export function withStrangeSessions(plan: Deployment): Deployment {
  const folder = `/usr/local/tomcat/webapps${STRANGE}`;
  const more = (container: ContainerPlan): ContainerPlan => ({
    ...container,
    files: [
      ...container.files,
      { target: `${folder}/index.jsp`, content: { kind: 'text', text: jsp } },
      { target: `${folder}/WEB-INF/web.xml`, content: { kind: 'text', text: webXml } },
    ],
  });
  return { ...plan, tomcats: plan.tomcats.map(more) };
}
