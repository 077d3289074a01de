package com.example.login;

import java.io.IOException;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

/** Logs {@code user} in and keeps the member and the key of the login form in the session. */
public class LoginServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        doPost(request, response);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setCharacterEncoding("UTF-8");
        String user = request.getParameter("user");
        if (user == null || user.trim().isEmpty()) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST, "The parameter user is missing.");
            return;
        }

        MemberVO memberVO = new MemberVO(user.trim(), user.trim());
        RSAUtil rsaUtil = new RSAUtil(1024);

        HttpSession session = request.getSession();
        session.setAttribute("loginStatus", memberVO);
        session.setAttribute("rsaPrivateKey", rsaUtil);

        response.sendRedirect(request.getContextPath() + "/");
    }
}
