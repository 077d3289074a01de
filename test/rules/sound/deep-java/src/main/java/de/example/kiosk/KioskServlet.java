package de.example.kiosk;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;

@WebServlet("/look")
public class KioskServlet extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = request.getSession();
        Visitor visitor = (Visitor) session.getAttribute("visitor");
        if (visitor == null) {
            visitor = new Visitor(request.getLocale());
        }
        visitor.look(Visitor.Shelf.LEFT);
        session.setAttribute("visitor", visitor);
        response.getWriter().println("ok");
    }
}
