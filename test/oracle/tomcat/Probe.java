import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Catalina;
import org.apache.catalina.startup.ContextConfig;
import org.apache.tomcat.util.digester.Digester;
import org.xml.sax.InputSource;

/**
 * Reads documents, one a line: name of the file, tab, XML. Lets the digester of the Tomcat on the class path read each, as
 * Catalina.load and ContextConfig do, and prints what it logs: number of the document, tab, logger, tab, message. What it throws
 * has the logger `thrown`.
 */
public class Probe {

    private static final class Own extends Catalina {
        Digester digester() {
            return createStartDigester();
        }
    }

    private static final class Told extends Handler {
        private final SimpleFormatter formatter = new SimpleFormatter();
        private final PrintStream out;
        private int document;

        Told(PrintStream out) {
            this.out = out;
        }

        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                tell(entry.getLoggerName(), formatter.formatMessage(entry));
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
            int tab = line.indexOf('\t');
            try {
                read(line.substring(0, tab), line.substring(tab + 1));
            } catch (Exception e) {
                Throwable cause = e;
                while (cause.getCause() != null) {
                    cause = cause.getCause();
                }
                told.tell("thrown", cause.toString());
            }
            told.document++;
        }
        told.flush();
        System.exit(0);
    }

    private static void read(String file, String xml) throws Exception {
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
        digester.parse(new InputSource(new StringReader(xml)));
    }
}
