/**
 * What `instanceof java.io.Serializable` says of types that a web app meets often. `interface`: a type that is not
 * Serializable itself and says nothing of what implements it.
 */
export type JdkVerdict = 'serializable' | 'not serializable' | 'interface';

/** Package and its types; the same in Java 8 to 21 where a type exists. */
const serializable: Readonly<Record<string, string>> = {
  'java.io':
    'EOFException Externalizable File FileNotFoundException IOException NotSerializableException Serializable ' +
    'UncheckedIOException UnsupportedEncodingException',
  'java.lang':
    'ArithmeticException ArrayIndexOutOfBoundsException AssertionError Boolean Byte Character Class ' +
    'ClassCastException ClassNotFoundException CloneNotSupportedException Double Enum Error Exception Float ' +
    'IllegalArgumentException IllegalStateException IndexOutOfBoundsException Integer InterruptedException Long ' +
    'NullPointerException Number NumberFormatException RuntimeException SecurityException Short StackTraceElement ' +
    'String StringBuffer StringBuilder Throwable UnsupportedOperationException',
  'java.math': 'BigDecimal BigInteger MathContext RoundingMode',
  'java.net': 'InetAddress Inet4Address Inet6Address InetSocketAddress URI URISyntaxException URL',
  'java.security':
    'GeneralSecurityException Key KeyPair NoSuchAlgorithmException PrivateKey PublicKey SecureRandom Timestamp',
  'java.security.interfaces': 'RSAPrivateKey RSAPublicKey ECPrivateKey ECPublicKey',
  'java.sql': 'Date SQLException Time Timestamp',
  'java.text':
    'ChoiceFormat DateFormat DateFormatSymbols DecimalFormat DecimalFormatSymbols Format MessageFormat NumberFormat ' +
    'ParseException SimpleDateFormat',
  'java.time':
    'DayOfWeek Duration Instant LocalDate LocalDateTime LocalTime Month MonthDay OffsetDateTime OffsetTime ' +
    'Period Year YearMonth ZoneId ZoneOffset ZonedDateTime DateTimeException',
  'java.util':
    'AbstractMap.SimpleEntry ArrayDeque ArrayList BitSet Calendar Currency Date EnumMap EnumSet EventObject ' +
    'GregorianCalendar HashMap HashSet Hashtable IdentityHashMap LinkedHashMap LinkedHashSet LinkedList Locale ' +
    'PriorityQueue Properties Random SimpleTimeZone Stack TimeZone TreeMap TreeSet UUID Vector ' +
    'ConcurrentModificationException NoSuchElementException MissingResourceException',
  'java.util.concurrent':
    'ArrayBlockingQueue ConcurrentHashMap ConcurrentLinkedDeque ConcurrentLinkedQueue ConcurrentSkipListMap ' +
    'ConcurrentSkipListSet CopyOnWriteArrayList CopyOnWriteArraySet ExecutionException LinkedBlockingDeque ' +
    'LinkedBlockingQueue PriorityBlockingQueue Semaphore TimeUnit TimeoutException',
  'java.util.concurrent.atomic': 'AtomicBoolean AtomicInteger AtomicLong AtomicReference LongAdder',
  'java.util.concurrent.locks': 'ReentrantLock ReentrantReadWriteLock',
  'java.util.regex': 'Pattern',
  'javax.crypto': 'SealedObject SecretKey',
  'javax.crypto.spec': 'SecretKeySpec',
};

const notSerializable: Readonly<Record<string, string>> = {
  'java.io':
    'BufferedInputStream BufferedOutputStream BufferedReader BufferedWriter ByteArrayInputStream ' +
    'ByteArrayOutputStream DataInputStream DataOutputStream FileInputStream FileOutputStream FileReader FileWriter ' +
    'InputStream InputStreamReader ObjectInputStream ObjectOutputStream OutputStream OutputStreamWriter PrintStream ' +
    'PrintWriter RandomAccessFile Reader StringReader StringWriter Writer',
  'java.lang': 'ClassLoader Object Process ProcessBuilder Record Runtime Thread ThreadGroup ThreadLocal',
  'java.lang.ref': 'PhantomReference SoftReference WeakReference',
  'java.lang.reflect': 'Constructor Field Method',
  'java.net': 'DatagramSocket HttpURLConnection ServerSocket Socket URLConnection',
  'java.net.http': 'HttpClient',
  'java.nio': 'ByteBuffer CharBuffer',
  'java.nio.channels': 'FileChannel SocketChannel',
  'java.security': 'KeyFactory KeyPairGenerator KeyStore MessageDigest Signature',
  'java.time.format': 'DateTimeFormatter',
  'java.util':
    'AbstractCollection AbstractList AbstractMap AbstractQueue AbstractSet AbstractSequentialList Formatter Observable ' +
    'Optional OptionalDouble OptionalInt OptionalLong Scanner ServiceLoader StringJoiner StringTokenizer Timer ' +
    'TimerTask WeakHashMap',
  'java.util.concurrent':
    'CompletableFuture CountDownLatch CyclicBarrier Exchanger ForkJoinPool FutureTask Phaser ' +
    'ScheduledThreadPoolExecutor ThreadPoolExecutor',
  'java.util.logging': 'FileHandler Formatter Handler LogManager Logger',
  'java.util.regex': 'Matcher',
  'java.util.stream': 'DoubleStream IntStream LongStream Stream',
  'java.util.zip': 'Deflater Inflater ZipFile',
  'javax.crypto': 'Cipher KeyGenerator Mac SecretKeyFactory',
  'javax.naming': 'InitialContext',
  'javax.net.ssl': 'SSLContext SSLSocketFactory',
};

const interfaces: Readonly<Record<string, string>> = {
  'java.io': 'Closeable Flushable',
  'java.lang': 'Appendable AutoCloseable CharSequence Cloneable Comparable Iterable Readable Runnable',
  'java.security': 'Principal',
  'java.util':
    'Collection Comparator Deque Enumeration EventListener Formattable Iterator List ListIterator Map Map.Entry ' +
    'NavigableMap NavigableSet Observer Queue RandomAccess Set SortedMap SortedSet',
  'java.util.concurrent':
    'BlockingDeque BlockingQueue Callable ConcurrentMap ConcurrentNavigableMap Delayed Executor ExecutorService ' +
    'Future ScheduledExecutorService ThreadFactory',
  'java.util.function':
    'BiConsumer BiFunction BiPredicate BinaryOperator BooleanSupplier Consumer Function IntFunction IntPredicate ' +
    'IntSupplier LongSupplier Predicate Supplier ToIntFunction ToLongFunction UnaryOperator',
};

/** Types of the Servlet API, below `javax.servlet` and `jakarta.servlet`. */
const servletSerializable =
  'GenericServlet ServletException UnavailableException http.Cookie http.HttpServlet';
const servletInterfaces =
  'Filter Servlet ServletConfig ServletContextListener ServletRequestListener http.HttpSessionActivationListener ' +
  'http.HttpSessionAttributeListener http.HttpSessionBindingListener http.HttpSessionListener';

/** Classes of `notSerializable` that are there to be extended, often by one that is Serializable. */
const open = new Set(
  (
    'java.lang.Object java.lang.Record java.util.AbstractCollection java.util.AbstractList java.util.AbstractMap ' +
    'java.util.AbstractQueue java.util.AbstractSet java.util.AbstractSequentialList java.util.Observable ' +
    'java.util.TimerTask java.util.logging.Formatter java.util.logging.Handler'
  ).split(' '),
);

/** Interfaces, and classes that are made by a server, of which no implementation that a web app meets can be written out. */
const live = new Set(
  (
    'java.sql.CallableStatement java.sql.Connection java.sql.PreparedStatement java.sql.Statement ' +
    'java.nio.file.Path java.util.concurrent.ExecutorService java.util.concurrent.ScheduledExecutorService'
  ).split(' '),
);
const servletLive =
  'ServletContext ServletRequest ServletResponse http.HttpServletRequest http.HttpServletResponse http.HttpSession';

/** What writes its elements when it is written: their types are its type arguments. */
const containers = new Set(
  [
    'ArrayDeque ArrayList Collection Deque EnumMap HashMap HashSet Hashtable IdentityHashMap LinkedHashMap',
    'LinkedHashSet LinkedList List Map Map.Entry AbstractMap.SimpleEntry NavigableMap NavigableSet PriorityQueue',
    'Queue Set SortedMap SortedSet Stack TreeMap TreeSet Vector concurrent.ArrayBlockingQueue',
    'concurrent.BlockingDeque concurrent.BlockingQueue concurrent.ConcurrentHashMap concurrent.ConcurrentLinkedDeque',
    'concurrent.ConcurrentLinkedQueue concurrent.ConcurrentMap concurrent.ConcurrentNavigableMap',
    'concurrent.ConcurrentSkipListMap concurrent.ConcurrentSkipListSet concurrent.CopyOnWriteArrayList',
    'concurrent.CopyOnWriteArraySet concurrent.LinkedBlockingDeque concurrent.LinkedBlockingQueue',
    'concurrent.PriorityBlockingQueue concurrent.atomic.AtomicReference',
  ].flatMap((names) => names.split(' ').map((name) => `java.util.${name}`)),
);

const verdicts = new Map<string, JdkVerdict>();

function add(packageName: string, names: string, verdict: JdkVerdict): void {
  for (const name of names.split(' ')) verdicts.set(`${packageName}.${name}`, verdict);
}

for (const [name, types] of Object.entries(serializable)) add(name, types, 'serializable');
for (const [name, types] of Object.entries(notSerializable)) add(name, types, 'not serializable');
for (const [name, types] of Object.entries(interfaces)) add(name, types, 'interface');
for (const root of ['javax.servlet', 'jakarta.servlet']) {
  add(root, servletSerializable, 'serializable');
  add(root, servletInterfaces, 'interface');
  for (const name of servletLive.split(' ')) live.add(`${root}.${name}`);
}

/** What is known of a type that the workspace does not hold; undefined where nothing is. */
export function jdkVerdict(qualifiedName: string): JdkVerdict | undefined {
  return verdicts.get(qualifiedName);
}

/** Whether no object that a variable of this type holds can be written out, as far as web apps go. */
export function isNeverSerializable(qualifiedName: string): boolean {
  return (
    live.has(qualifiedName) ||
    (verdicts.get(qualifiedName) === 'not serializable' && !open.has(qualifiedName))
  );
}

/** Whether this type says nothing of what an object of it is: an interface, or a class that is there to be extended. */
export const isAnything = (qualifiedName: string): boolean =>
  open.has(qualifiedName) || verdicts.get(qualifiedName) === 'interface';

/** Whether objects of this type write those of its type arguments. */
export const isContainer = (qualifiedName: string): boolean => containers.has(qualifiedName);

/** All types with a verdict, for the test that asks a real JDK. */
export const jdkVerdicts: ReadonlyMap<string, JdkVerdict> = verdicts;
