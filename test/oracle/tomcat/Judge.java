import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.apache.catalina.Container;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Server;
import org.apache.catalina.Service;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;
import org.apache.catalina.startup.Catalina;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.tribes.Channel;
import org.apache.catalina.tribes.ChannelException;
import org.apache.catalina.tribes.ManagedChannel;
import org.apache.tomcat.util.digester.Digester;
import org.xml.sax.InputSource;

/**
 * Judges files, one a line: how (`server.xml` or `context.xml`: it is read; `start`: a server.xml is started and stopped), tab, the
 * file as Base64. Prints what the Tomcat on the class path logs from WARNING on: number of the file, tab, logger, tab, message. What
 * it throws has the logger `thrown`, and comes last where Tomcat would exit.
 */
public class Judge {

    private static final class Own extends Catalina {
        Digester digester() {
            return createStartDigester();
        }
    }

    private static final class Told extends Handler {
        private final SimpleFormatter formatter = new SimpleFormatter();
        private final PrintStream out;
        private int document;
        private volatile boolean listens;

        Told(PrintStream out) {
            this.out = out;
        }

        @Override
        public synchronized void publish(LogRecord entry) {
            if (listens && entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                Throwable thrown = entry.getThrown();
                String cause = thrown == null ? "" : " <- " + causeOf(thrown);
                tell(entry.getLoggerName(), formatter.formatMessage(entry) + cause);
            }
        }

        void tell(String logger, String message) {
            out.println(document + "\t" + logger + "\t" + String.valueOf(message).replaceAll("\\s+", " "));
        }

        @Override
        public void flush() {
            out.flush();
        }

        @Override
        public void close() {
            flush();
        }
    }

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        Told told = new Told(new PrintStream(System.out, false, StandardCharsets.UTF_8));
        Logger.getLogger("").addHandler(told);
        System.setOut(System.err);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] asked = line.split("\t");
            byte[] xml = Base64.getDecoder().decode(asked[1]);
            told.listens = true;
            try {
                if (asked[0].equals("start")) {
                    start(xml, told);
                } else {
                    read(asked[0], xml);
                }
            } catch (Exception | LinkageError e) {
                told.tell("thrown", messageOf(e));
            }
            told.listens = false;
            told.document++;
        }
        told.flush();
        System.exit(0);
    }

    /** The digester puts a line number into its own exception; the parser has it in a field. */
    private static String messageOf(Throwable e) {
        if (e instanceof org.xml.sax.SAXParseException) {
            org.xml.sax.SAXParseException at = (org.xml.sax.SAXParseException) e;
            Throwable inner = at.getException() == null ? null : at.getException();
            return "Error at (" + at.getLineNumber() + ", " + at.getColumnNumber() + ") : "
                    + (inner == null ? at.getMessage() : causeOf(inner));
        }
        String message = String.valueOf(e.getMessage());
        return message.startsWith("Error at (")
                ? message.substring(0, message.indexOf(')') + 1) + " : " + causeOf(e)
                : causeOf(e);
    }

    private static String causeOf(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }

    private static void read(String file, byte[] xml) throws Exception {
        Digester digester;
        if (file.equals("context.xml")) {
            Method create = ContextConfig.class.getDeclaredMethod("createContextDigester");
            create.setAccessible(true);
            digester = (Digester) create.invoke(new ContextConfig());
            StandardHost host = new StandardHost();
            StandardContext context = new StandardContext();
            context.setParent(host);
            digester.push(host);
            digester.push(context);
        } else {
            Own catalina = new Own();
            digester = catalina.digester();
            digester.push(catalina);
        }
        digester.parse(new InputSource(new ByteArrayInputStream(xml)));
    }

    private static void start(byte[] xml, Told told) throws Exception {
        Files.write(new File(System.getProperty("catalina.base"), "conf/judged.xml").toPath(), xml);
        Catalina catalina = new Catalina();
        catalina.setConfigFile("conf/judged.xml");
        catalina.setUseShutdownHook(false);
        try {
            catalina.load();
            if (catalina.getServer() != null) {
                catalina.start();
            }
            if (catalina.getServer() == null || catalina.getServer().getState() != LifecycleState.STARTED) {
                told.tell("thrown", "does not start");
            }
        } finally {
            told.listens = false;
            end(catalina);
        }
    }

    /** Nothing may stay bound: not even what a failed start left behind. */
    private static void end(Catalina catalina) throws Exception {
        Server server = catalina.getServer();
        if (server == null) {
            return;
        }
        if (server.getState().isAvailable()) {
            catalina.stop();
        }
        for (Service service : server.findServices()) {
            for (Connector connector : service.findConnectors()) {
                end(connector);
            }
            if (service.getContainer() != null) {
                endChannel(service.getContainer());
            }
        }
        end(server);
    }

    private static void end(Lifecycle component) {
        try {
            if (component.getState().isAvailable()) {
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
            } catch (ChannelException e) {
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
