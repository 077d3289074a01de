<%@ page contentType="text/plain; charset=UTF-8" trimDirectiveWhitespaces="true" session="false"
    import="java.io.File,java.lang.management.ManagementFactory,javax.management.MBeanServer,javax.management.ObjectName,org.apache.catalina.Context,org.apache.catalina.Host" %><%--
  Reloads the contexts whose files lie in a folder of this Tomcat. Resolves when they are up again, with their paths in
  brackets; the answer is 404 where there is none, and 500 where one does not start.

  folder   of the app, in the container
--%><%
  if (!"POST".equals(request.getMethod())) {
    response.setStatus(405);
    return;
  }
  File folder = new File(request.getParameter("folder")).getCanonicalFile();
  MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  StringBuilder paths = new StringBuilder();
  int failed = 0;
  for (ObjectName name : server.queryNames(new ObjectName("*:j2eeType=WebModule,*"), null)) {
    Context context = (Context) server.getAttribute(name, "managedResource");
    // One that did not start has no resources that could tell.
    String path = context.getState().isAvailable() ? context.getRealPath("/") : context.getDocBase();
    if (path == null) continue;
    File base = new File(path);
    if (!base.isAbsolute()) base = new File(((Host) context.getParent()).getAppBaseFile(), path);
    if (!base.getCanonicalFile().equals(folder)) continue;
    paths.append("[").append(context.getPath()).append("]");
    if (context.getState().isAvailable()) context.reload();
    else {
      // One that did not start, with what was there before, does not take a reload.
      context.stop();
      context.start();
    }
    if (!context.getState().isAvailable()) failed++;
  }
  response.setStatus(paths.length() == 0 ? 404 : failed > 0 ? 500 : 200);
  out.print(paths.length() == 0 ? "no app" : failed > 0 ? "its context does not start" : "reloaded " + paths);
%>
