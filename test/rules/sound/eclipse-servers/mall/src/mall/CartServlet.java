package mall;

import java.io.IOException;
import java.util.ArrayList;
import javax.servlet.annotation.WebServlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

@WebServlet("/cart")
public class CartServlet extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ArrayList<CartItem> cart = new ArrayList<CartItem>();
        cart.add(new CartItem(request.getParameter("sku")));
        request.getSession().setAttribute("cart", cart);
        response.sendRedirect("cart.jsp");
    }

    /** One machine only, so that it never leaves the memory. */
    static class CartItem {
        final String sku;

        CartItem(String sku) {
            this.sku = sku;
        }
    }
}
