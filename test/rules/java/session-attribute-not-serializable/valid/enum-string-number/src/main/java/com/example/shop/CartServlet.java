package com.example.shop;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

public class CartServlet extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        HttpSession session = request.getSession();
        Size size = Size.SMALL;
        session.setAttribute("size", size);
        session.setAttribute("name", "x");
        session.setAttribute("count", 1);
        Integer count = 2;
        session.setAttribute("more", count);
    }
}
