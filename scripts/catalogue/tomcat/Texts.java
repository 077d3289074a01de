import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Prints what Tomcats (homes are the arguments) have in LocalStrings: package, key, language, text, with tabs between. */
public class Texts {

    public static void main(String[] homes) throws Exception {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String home : homes) {
            for (File file : new File(home, "lib").listFiles((folder, name) -> name.endsWith(".jar"))) {
                try (JarFile jar = new JarFile(file)) {
                    for (JarEntry entry : Collections.list(jar.entries())) {
                        if (entry.getName().matches(".*/LocalStrings\\w*\\.properties")) {
                            print(jar, entry, out);
                        }
                    }
                }
            }
        }
        out.flush();
    }

    private static void print(JarFile jar, JarEntry entry, PrintStream out) throws Exception {
        Properties texts = new Properties();
        texts.load(jar.getInputStream(entry));
        String path = entry.getName().replaceAll("/LocalStrings.*", "");
        String language = entry.getName().replaceAll(".*/LocalStrings_?|\\.properties", "");
        for (String key : texts.stringPropertyNames()) {
            String text = texts.getProperty(key).replace("\n", " ");
            out.println(String.join("\t", path, key, language.isEmpty() ? "en" : language, text));
        }
    }
}
