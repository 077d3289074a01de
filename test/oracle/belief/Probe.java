import java.io.IOException;
import NAMESPACE.servlet.http.HttpServlet;
import NAMESPACE.servlet.http.HttpServletRequest;
import NAMESPACE.servlet.http.HttpServletResponse;

/** Says what Tomcat believes of a request, and makes a session; `/go` is a redirect. */
public class Probe extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (request.getServletPath().equals("/go")) {
      response.sendRedirect(request.getContextPath() + "/x");
      return;
    }
    request.getSession(true);
    response.setContentType("text/plain");
    response.getWriter().print("scheme=" + request.getScheme()
        + "\nsecure=" + request.isSecure()
        + "\nserverName=" + request.getServerName()
        + "\nserverPort=" + request.getServerPort()
        + "\nclientAddress=" + request.getRemoteAddr()
        + "\nprotocol=" + request.getProtocol()
        + "\ncontextPath=" + request.getContextPath() + "\n");
  }
}
