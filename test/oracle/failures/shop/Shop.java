package shop;

import java.io.IOException;
import NAMESPACE.servlet.annotation.WebServlet;
import NAMESPACE.servlet.http.HttpServlet;
import NAMESPACE.servlet.http.HttpServletRequest;
import NAMESPACE.servlet.http.HttpServletResponse;

/** `/put?Basket` puts a shop.Basket into the session, `/text` a String; `/slow` takes its time; `/open` opens a session. */
@WebServlet("/do/*")
public class Shop extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            switch (request.getPathInfo()) {
                case "/put":
                    String name = request.getQueryString();
                    request.getSession().setAttribute(name, Class.forName("shop." + name).getDeclaredConstructor().newInstance());
                    break;
                case "/text":
                    request.getSession().setAttribute("loginStatus", "x".repeat(Integer.parseInt(request.getQueryString())));
                    break;
                case "/open":
                    request.getSession(true);
                    break;
                case "/load":
                    Class.forName("shop.Absent");
                    break;
                default:
                    break;
            }
        } catch (ReflectiveOperationException e) {
            throw new IOException(e);
        }
        response.getWriter().println("done");
    }
}
