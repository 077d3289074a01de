import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.logging.LogManager;
import org.apache.catalina.Container;
import org.apache.catalina.Engine;
import org.apache.catalina.Host;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Manager;
import org.apache.catalina.Server;
import org.apache.catalina.Service;
import org.apache.catalina.Session;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.ha.ClusterManager;
import org.apache.catalina.ha.ClusterMessage;
import org.apache.catalina.ha.session.DeltaManager;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;
import org.apache.catalina.startup.Catalina;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.tribes.Channel;
import org.apache.catalina.tribes.ManagedChannel;

/**
 * Runs the nodes of a cluster, two a line: server.xml of the first and of the second in Base64, and the name of the app on each (as
 * `/app` or `/app##1`), all with tabs between. Prints number of the line, tab, `outcome`, tab, and each of these that holds: `a starts`,
 * `b starts`, `a listens`, `b listens` (all Connectors), `a sees b`, `b sees a`, `session arrives` (that a makes, on b, with its
 * attribute).
 */
public class Peers {

    /** How long a node may take to see another one or to have its session; Tomcat beats twice a second. */
    private static final long PATIENCE = 4000;

    private static final class Node {
        final Catalina catalina = new Catalina();
        Host host;
        StandardContext app;

        Node(byte[] xml, String name, String path) throws Exception {
            Files.write(new File(System.getProperty("catalina.base"), "conf/peer.xml").toPath(), xml);
            catalina.setConfigFile("conf/peer.xml");
            catalina.setUseShutdownHook(false);
            catalina.setUseNaming(false);
            catalina.load();
            Engine engine = catalina.getServer().findServices()[0].getContainer();
            engine.setName(name);
            host = (Host) engine.findChildren()[0];
            host.setAutoDeploy(false);
            host.setDeployOnStartup(false);
            SimpleTcpCluster cluster = cluster();
            // Who cannot read an answer waits for one, a minute by default.
            if (cluster != null && cluster.getManagerTemplate() instanceof DeltaManager) {
                ((DeltaManager) cluster.getManagerTemplate()).setStateTransferTimeout(3);
            }
            app = new StandardContext();
            app.setName(path);
            app.setPath(path.replaceAll("##.*", ""));
            if (path.contains("##")) {
                app.setWebappVersion(path.replaceAll(".*##", ""));
            }
            app.setDocBase(System.getProperty("catalina.base"));
            app.setDistributable(true);
            app.addLifecycleListener(new Tomcat.FixContextListener());
            host.addChild(app);
        }

        SimpleTcpCluster cluster() {
            return (SimpleTcpCluster) host.getCluster();
        }

        boolean starts() {
            try {
                catalina.getServer().start();
                return catalina.getServer().getState() == LifecycleState.STARTED
                        && app.getState() == LifecycleState.STARTED;
            } catch (Exception e) {
                return false;
            }
        }

        boolean listens() {
            for (Connector connector : catalina.getServer().findServices()[0].findConnectors()) {
                if (connector.getState() != LifecycleState.STARTED) {
                    return false;
                }
            }
            return true;
        }

        boolean sees() {
            return cluster() != null && cluster().getMembers().length > 0;
        }
    }

    private interface Check {
        boolean holds() throws Exception;
    }

    private static boolean within(Check check) throws Exception {
        for (long end = System.currentTimeMillis() + PATIENCE;;) {
            if (check.holds()) {
                return true;
            }
            if (System.currentTimeMillis() > end) {
                return false;
            }
            Thread.sleep(50);
        }
    }

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        PrintStream out = System.out;
        System.setOut(System.err);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] asked = line.split("\t");
            for (String outcome : run(asked)) {
                out.println(number + "\toutcome\t" + outcome);
            }
            number++;
        }
        out.flush();
        System.exit(0);
    }

    private static List<String> run(String[] asked) throws Exception {
        List<String> outcome = new ArrayList<>();
        Node a = null;
        Node b = null;
        try {
            a = new Node(Base64.getDecoder().decode(asked[0]), "A", asked[2]);
            tell("a", a, outcome);
            b = new Node(Base64.getDecoder().decode(asked[1]), "B", asked[3]);
            tell("b", b, outcome);
            if (outcome.contains("a starts") && outcome.contains("b starts")) {
                if (within(a::sees)) {
                    outcome.add("a sees b");
                }
                if (within(b::sees)) {
                    outcome.add("b sees a");
                }
                if (arrives(a, b)) {
                    outcome.add("session arrives");
                }
            }
        } finally {
            for (Node node : new Node[] { a, b }) {
                if (node != null) {
                    end(node.catalina.getServer());
                }
            }
        }
        return outcome;
    }

    private static void tell(String name, Node node, List<String> outcome) {
        if (node.starts()) {
            outcome.add(name + " starts");
            if (node.listens()) {
                outcome.add(name + " listens");
            }
        }
    }

    private static boolean arrives(Node a, Node b) throws Exception {
        Manager from = a.app.getManager();
        Manager to = b.app.getManager();
        Session session = from.createSession(null);
        String id = session.getId();
        Object http = session.getSession();
        http.getClass().getMethod("setAttribute", String.class, Object.class).invoke(http, "user", "one");
        if (from instanceof ClusterManager) {
            ClusterMessage message = ((ClusterManager) from).requestCompleted(id);
            if (message != null) {
                a.cluster().send(message);
            }
        }
        return within(() -> {
            Session copy = to.findSession(id);
            if (copy == null) {
                return false;
            }
            Object it = copy.getSession();
            return "one".equals(it.getClass().getMethod("getAttribute", String.class).invoke(it, "user"));
        });
    }

    /** Nothing may stay bound: not even what a failed start left behind. */
    private static void end(Server server) {
        if (server == null) {
            return;
        }
        stop(server);
        for (Service service : server.findServices()) {
            for (Connector connector : service.findConnectors()) {
                stop(connector);
            }
            endChannel(service.getContainer());
        }
    }

    private static void stop(Lifecycle component) {
        try {
            if (component.getState().isAvailable() || component.getState() == LifecycleState.FAILED) {
                component.stop();
            }
            if (component.getState() != LifecycleState.DESTROYED) {
                component.destroy();
            }
        } catch (Exception e) {
            System.err.println(e);
        }
    }

    private static void endChannel(Container container) {
        if (container.getCluster() instanceof SimpleTcpCluster) {
            Channel channel = ((SimpleTcpCluster) container.getCluster()).getChannel();
            try {
                channel.stop(Channel.DEFAULT);
            } catch (Exception e) {
                System.err.println(e);
            }
            if (channel instanceof ManagedChannel) {
                ((ManagedChannel) channel).getChannelReceiver().stop();
            }
        }
        for (Container child : container.findChildren()) {
            endChannel(child);
        }
    }
}
