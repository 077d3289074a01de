import type { ContainerPlan, Deployment } from '../../server/src/protocol';

/**
 * A JSP that makes sessions of the ROOT context, as many as its `n` says, through its Manager: a request each would take
 * minutes. Each is replicated as one that a request has made, and every hundredth has a login. It prints the kind of the
 * Manager, the number of its sessions, and the ID of the newest.
 */
export const manySessionsJsp = `<%@ page session="false" contentType="text/plain"
  import="java.lang.management.ManagementFactory,javax.management.ObjectName,org.apache.catalina.*,org.apache.catalina.ha.ClusterManager" %><%
  for (ObjectName name : ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("*:j2eeType=WebModule,*"), null)) {
    Context context = (Context) ManagementFactory.getPlatformMBeanServer().getAttribute(name, "managedResource");
    if (!context.getPath().isEmpty()) continue;
    Manager manager = context.getManager();
    int n = Integer.parseInt(request.getParameter("n"));
    for (int i = 0; i < n; i++) {
      Session session = manager.createSession(null);
      if (i % 100 == 0) {
        session.getSession().setAttribute("loginStatus", "user" + i);
        if (manager instanceof ClusterManager) {
          org.apache.catalina.ha.ClusterMessage delta = ((ClusterManager) manager).requestCompleted(session.getIdInternal());
          if (delta != null) ((ClusterManager) manager).getCluster().send(delta);
        }
      }
    }
    Session newest = null;
    for (Session session : manager.findSessions()) {
      long later = newest == null ? 1 : session.getCreationTimeInternal() - newest.getCreationTimeInternal();
      if (later > 0 || later == 0 && session.getIdInternal().compareTo(newest.getIdInternal()) < 0) newest = session;
    }
    out.print(manager.getClass().getSimpleName() + " " + manager.findSessions().length + " " + newest.getIdInternal());
  }
%>`;

/** The plan with that JSP on every node, at `/cluster-lab-many/many.jsp`. */
export function withManySessions(plan: Deployment): Deployment {
  const folder = '/usr/local/tomcat/webapps/cluster-lab-many';
  const context = '<Context privileged="true" containerSciFilter="WsSci"/>';
  const more = (container: ContainerPlan): ContainerPlan => ({
    ...container,
    files: [
      ...container.files,
      { target: `${folder}/many.jsp`, content: { kind: 'text', text: manySessionsJsp } },
      { target: `${folder}/META-INF/context.xml`, content: { kind: 'text', text: context } },
    ],
  });
  return { ...plan, tomcats: plan.tomcats.map(more) };
}
