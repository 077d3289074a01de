package lab.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;

/** The built-in demo: which Tomcat answers, and what it knows of the session. */
public class DemoServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
    HttpSession session = request.getSession();
    String path = request.getServletPath();
    if (path.equals("/login.do")) {
      String user = request.getParameter("user");
      session.setAttribute("loginStatus", new Member(user == null || user.isEmpty() ? "guest" : user, Instant.now()));
      response.sendRedirect("/");
    } else if (path.equals("/logout.do")) {
      session.invalidate();
      response.sendRedirect("/");
    } else {
      Integer visits = (Integer) session.getAttribute("visits");
      visits = visits == null ? 1 : visits + 1;
      session.setAttribute("visits", visits);
      response.setContentType("text/html; charset=UTF-8");
      response.setHeader("Cache-Control", "no-store");
      page(response.getWriter(), session, visits);
    }
  }

  private static void page(PrintWriter out, HttpSession session, int visits) {
    Member member = (Member) session.getAttribute("loginStatus");
    out.println("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Cluster Lab demo</title>");
    out.println("<meta name=\"viewport\" content=\"width=device-width\"><style>");
    out.println(":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem}");
    out.println("dl{display:grid;grid-template-columns:8rem 1fr;gap:.25rem}dd{margin:0;font-family:ui-monospace,monospace;overflow-wrap:anywhere}");
    out.println("form{display:flex;gap:.5rem}input,button{font:inherit;padding:.25rem .75rem}</style>");
    out.println("<h1>Answered by " + text(node()) + "</h1><dl>");
    row(out, "Session", session.getId());
    row(out, "Visits", String.valueOf(visits));
    row(out, "Login", member == null ? "nobody" : member.getName());
    out.println("</dl>");
    if (member == null) {
      out.println("<form action=\"/login.do\"><input name=\"user\" value=\"alice\" aria-label=\"User\"><button>Log in</button></form>");
    } else {
      out.println("<form action=\"/logout.do\"><button>Log out</button></form>");
    }
    out.println("<p>Reload: nginx takes the Tomcats in turn, and the session stays the same.</p>");
  }

  private static void row(PrintWriter out, String name, String value) {
    out.println("<dt>" + name + "</dt><dd>" + text(value) + "</dd>");
  }

  private static String node() {
    return System.getProperty("lab.node", "this Tomcat");
  }

  private static String text(String value) {
    return value.replace("&", "&amp;").replace("<", "&lt;");
  }
}
