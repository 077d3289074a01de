<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="true"
         import="com.example.login.MemberVO, java.net.InetAddress" %>
<%!
    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
%>
<%
    MemberVO member = (MemberVO) session.getAttribute("loginStatus");
    Integer visits = (Integer) session.getAttribute("visits");
    // A session's first request writes nothing, so that it exists on every node before it holds anything.
    if (!session.isNew()) {
        visits = visits == null ? 1 : visits + 1;
        session.setAttribute("visits", visits);
    }
%>
<!DOCTYPE html>
<html lang="ko">
<head>
  <meta charset="UTF-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>세션 클러스터링 · Session clustering</title>
  <style>
    body { font: 16px/1.6 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; }
    dt { color: #666; }
    dd { margin: 0 0 1rem; font-weight: 600; overflow-wrap: anywhere; }
  </style>
</head>
<body>
  <h1>세션 클러스터링 <small>Session clustering</small></h1>
  <dl>
    <dt>노드 · Node</dt>
    <dd id="node"><%= escape(InetAddress.getLocalHost().getHostName()) %></dd>
    <dt>세션 ID · Session ID</dt>
    <dd id="session"><%= session.getId() %></dd>
    <dt>로그인 · Login</dt>
    <dd id="login"><%= member == null ? "없음 · none" : escape(member.getName()) %></dd>
    <dt>방문 횟수 · Visits</dt>
    <dd id="visits"><%= visits == null ? 0 : visits %></dd>
  </dl>
  <form method="post" action="login.do">
    <label>이름 · Name <input name="user" value="duke" required maxlength="40"></label>
    <button>로그인 · Log in</button>
  </form>
</body>
</html>
