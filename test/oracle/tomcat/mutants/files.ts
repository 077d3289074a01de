/** A server.xml or context.xml in which things are changed. */
export interface Base {
  readonly name: string;
  readonly file: 'server.xml' | 'context.xml';
  readonly text: string;
}

/** What Tomcat's own server.xml has, in the order and form of its release; the ports are others, since it is started. */
const stock = (apr: string, connector: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<!-- What a fresh Tomcat has. -->
<Server port="28005" shutdown="SHUTDOWN">
  <Listener className="org.apache.catalina.startup.VersionLoggerListener" />
  <!--
  <Listener className="org.apache.catalina.security.SecurityListener" />
  -->
  <Listener className="org.apache.catalina.core.AprLifecycleListener"${apr} />
  <Listener className="org.apache.catalina.core.JreMemoryLeakPreventionListener" />
  <Listener className="org.apache.catalina.mbeans.GlobalResourcesLifecycleListener" />
  <Listener className="org.apache.catalina.core.ThreadLocalLeakPreventionListener" />

  <GlobalNamingResources>
    <Resource name="UserDatabase" auth="Container"
              type="org.apache.catalina.UserDatabase"
              description="User database that can be updated and saved"
              factory="org.apache.catalina.users.MemoryUserDatabaseFactory"
              pathname="conf/tomcat-users.xml" />
  </GlobalNamingResources>

  <Service name="Catalina">
    <!--
    <Executor name="tomcatThreadPool" namePrefix="catalina-exec-"
        maxThreads="150" minSpareThreads="4"/>
    -->
    <Connector port="28080" protocol="HTTP/1.1"
               connectionTimeout="20000"
               redirectPort="8443"${connector} />

    <Engine name="Catalina" defaultHost="localhost">
      <!--
      <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster"/>
      -->
      <Realm className="org.apache.catalina.realm.LockOutRealm">
        <Realm className="org.apache.catalina.realm.UserDatabaseRealm"
               resourceName="UserDatabase"/>
      </Realm>

      <Host name="localhost"  appBase="webapps"
            unpackWARs="true" autoDeploy="true">
        <Valve className="org.apache.catalina.valves.AccessLogValve" directory="logs"
               prefix="localhost_access_log" suffix=".txt"
               pattern="%h %l %u %t &quot;%r&quot; %s %b" />
      </Host>
    </Engine>
  </Service>
</Server>
`;

const PARAMETERS = '\n               maxParameterCount="1000"\n              ';

const multicast = `<?xml version='1.0' encoding='utf-8'?>
<Server port="28015" shutdown="SHUTDOWN">
  <Service name="Catalina">
    <Connector port="28081" protocol="HTTP/1.1" connectionTimeout="20000" maxThreads="200"/>
    <Engine name="Catalina" defaultHost="localhost" jvmRoute="node1">
      <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster" channelSendOptions="8">
        <Manager className="org.apache.catalina.ha.session.DeltaManager"
                 expireSessionsOnShutdown="false"
                 notifyListenersOnReplication="true"/>
        <Channel className="org.apache.catalina.tribes.group.GroupChannel">
          <Membership className="org.apache.catalina.tribes.membership.McastService"
                      address="228.0.0.4"
                      port="45564"
                      frequency="500"
                      dropTime="3000"/>
          <Receiver className="org.apache.catalina.tribes.transport.nio.NioReceiver"
                    address="auto"
                    port="24100"
                    autoBind="100"
                    selectorTimeout="5000"
                    maxThreads="6"/>
          <Sender className="org.apache.catalina.tribes.transport.ReplicationTransmitter">
            <Transport className="org.apache.catalina.tribes.transport.nio.PooledParallelSender" timeout="3000"/>
          </Sender>
          <Interceptor className="org.apache.catalina.tribes.group.interceptors.TcpFailureDetector"/>
          <Interceptor className="org.apache.catalina.tribes.group.interceptors.MessageDispatchInterceptor"/>
        </Channel>
        <Valve className="org.apache.catalina.ha.tcp.ReplicationValve" filter=".*\\.gif|.*\\.js"/>
        <Valve className="org.apache.catalina.ha.session.JvmRouteBinderValve"/>
        <ClusterListener className="org.apache.catalina.ha.session.ClusterSessionListener"/>
      </Cluster>
      <Host name="localhost" appBase="webapps" unpackWARs="true" autoDeploy="true"/>
    </Engine>
  </Service>
</Server>
`;

const members = `<?xml version="1.0" encoding="UTF-8"?>
<Server port="28025" shutdown="SHUTDOWN">
  <Service name="Catalina">
    <Connector port="28082" protocol="HTTP/1.1" maxConnections="4000" acceptCount="50" />
    <Engine name="Catalina" defaultHost="localhost" jvmRoute="node1">
      <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster" channelSendOptions="6">
        <Manager className="org.apache.catalina.ha.session.DeltaManager" stateTransferTimeout="10"/>
        <Channel className="org.apache.catalina.tribes.group.GroupChannel">
          <Membership className="org.apache.catalina.tribes.membership.StaticMembershipService" connectTimeout="500" expirationTime="5000">
            <LocalMember className="org.apache.catalina.tribes.membership.StaticMember"
                         uniqueId="{10,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1}"/>
            <Member className="org.apache.catalina.tribes.membership.StaticMember"
                    host="127.0.0.1"
                    port="24202"
                    uniqueId="{10,0,0,0,0,0,0,0,0,0,0,0,0,0,0,2}"/>
          </Membership>
          <Receiver className="org.apache.catalina.tribes.transport.nio.NioReceiver" address="127.0.0.1" port="24201" autoBind="1"/>
          <Sender className="org.apache.catalina.tribes.transport.ReplicationTransmitter">
            <Transport className="org.apache.catalina.tribes.transport.nio.PooledParallelSender"/>
          </Sender>
          <Interceptor className="org.apache.catalina.tribes.group.interceptors.EncryptInterceptor"
                       encryptionKey="00112233445566778899aabbccddeeff"/>
          <Interceptor className="org.apache.catalina.tribes.group.interceptors.TcpFailureDetector" connectTimeout="500"/>
          <Interceptor className="org.apache.catalina.tribes.group.interceptors.MessageDispatchInterceptor"/>
        </Channel>
        <Valve className="org.apache.catalina.ha.tcp.ReplicationValve" filter=""/>
        <ClusterListener className="org.apache.catalina.ha.session.ClusterSessionListener"/>
      </Cluster>
      <Host name="localhost" appBase="webapps"/>
    </Engine>
  </Service>
</Server>
`;

const interceptor = `<Server port="28035" shutdown="SHUTDOWN">
  <Service name="Catalina">
    <Connector port="28083" protocol="HTTP/1.1" URIEncoding="UTF-8" maxPostSize="2097152"/>
    <Engine name="Catalina" defaultHost="localhost">
      <Host name="localhost" appBase="webapps">
        <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster"
                 channelSendOptions="6" channelStartOptions="3" heartbeatBackgroundEnabled="true">
          <Manager className="org.apache.catalina.ha.session.BackupManager"
                   notifyListenersOnReplication="true" mapSendOptions="6"/>
          <Channel className="org.apache.catalina.tribes.group.GroupChannel" heartbeat="true" heartbeatSleeptime="4000">
            <Receiver className="org.apache.catalina.tribes.transport.nio.NioReceiver"
                      address="127.0.0.1"
                      port="24301"
                      selectorTimeout="100"
                      autoBind="1"/>
            <Interceptor className="org.apache.catalina.tribes.group.interceptors.TcpPingInterceptor" interval="2000"/>
            <Interceptor className="org.apache.catalina.tribes.group.interceptors.TcpFailureDetector"/>
            <Interceptor className="org.apache.catalina.tribes.group.interceptors.StaticMembershipInterceptor">
              <Member className="org.apache.catalina.tribes.membership.StaticMember"
                      host="127.0.0.1" port="24302" domain="shop"
                      uniqueId="{0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,2}"/>
            </Interceptor>
            <Interceptor className="org.apache.catalina.tribes.group.interceptors.MessageDispatchInterceptor"/>
          </Channel>
          <Valve className="org.apache.catalina.ha.tcp.ReplicationValve" filter=".*\\.css"/>
        </Cluster>
      </Host>
    </Engine>
  </Service>
</Server>
`;

const dns = `<?xml version="1.0" encoding="UTF-8"?>
<Server port="28045" shutdown="SHUTDOWN">
  <Service name="Catalina">
    <Connector port="28084" protocol="org.apache.coyote.http11.Http11NioProtocol" compression="on"/>
    <Engine name="Catalina" defaultHost="localhost">
      <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster">
        <Channel className="org.apache.catalina.tribes.group.GroupChannel">
          <Membership className="org.apache.catalina.tribes.membership.cloud.CloudMembershipService"
                      membershipProviderClassName="dns"/>
          <Receiver className="org.apache.catalina.tribes.transport.nio.NioReceiver" port="24400" autoBind="1"/>
          <Interceptor className="org.apache.catalina.tribes.group.interceptors.EncryptInterceptor"
                       encryptionKey="0123456789abcdef0123456789abcdef"/>
          <Interceptor className="org.apache.catalina.tribes.group.interceptors.TcpFailureDetector"/>
          <Interceptor className="org.apache.catalina.tribes.group.interceptors.MessageDispatchInterceptor"/>
          <Interceptor className="org.apache.catalina.tribes.group.interceptors.ThroughputInterceptor" interval="1000"/>
        </Channel>
        <Valve className="org.apache.catalina.ha.tcp.ReplicationValve" filter=""/>
      </Cluster>
      <Host name="localhost" appBase="webapps"/>
    </Engine>
  </Service>
</Server>
`;

const tls = `<?xml version="1.0" encoding="UTF-8"?>
<Server port="28055" shutdown="SHUTDOWN">
  <Listener className="org.apache.catalina.core.AprLifecycleListener" SSLEngine="on"/>
  <Service name="Catalina">
    <Connector port="28085" redirectPort="28443" server="shop" maxHttpHeaderSize="16384"/>
    <Connector port="28443" protocol="org.apache.coyote.http11.Http11NioProtocol"
               SSLEnabled="true" scheme="https" secure="true"
               maxThreads="150" defaultSSLHostConfigName="shop.example.com">
      <UpgradeProtocol className="org.apache.coyote.http2.Http2Protocol" maxConcurrentStreams="100"/>
      <SSLHostConfig hostName="shop.example.com" protocols="TLSv1.2+TLSv1.3" certificateVerification="none">
        <Certificate certificateFile="conf/cert.pem"
                     certificateKeyFile="conf/key.pem"
                     type="RSA"/>
      </SSLHostConfig>
      <SSLHostConfig hostName="api.example.com" honorCipherOrder="true">
        <Certificate certificateFile="conf/cert.pem" certificateKeyFile="conf/key.pem"/>
      </SSLHostConfig>
    </Connector>
    <Engine name="Catalina" defaultHost="shop.example.com">
      <Host name="shop.example.com" appBase="webapps" unpackWARs="true" deployOnStartup="true">
        <Alias>www.shop.example.com</Alias>
      </Host>
    </Engine>
  </Service>
</Server>
`;

const ajp = `<?xml version="1.0" encoding="UTF-8"?>
<Server port="28065" shutdown="stop-it">
  <Service name="Catalina">
    <Executor name="pool" namePrefix="exec-" maxThreads="150" minSpareThreads="4" daemon="true"/>
    <Connector port="28086" protocol="HTTP/1.1" executor="pool" address="127.0.0.1" tcpNoDelay="true"/>
    <Connector port="28009" protocol="AJP/1.3"
               address="127.0.0.1"
               secret="b7c1f0"
               packetSize="16384"
               tomcatAuthentication="false"
               redirectPort="8443"/>
    <Engine name="Catalina" defaultHost="localhost" jvmRoute="tc1" backgroundProcessorDelay="10">
      <Host name="localhost" appBase="webapps" autoDeploy="false" startStopThreads="2">
        <Valve className="org.apache.catalina.valves.RemoteIpValve"
               remoteIpHeader="x-forwarded-for" protocolHeader="x-forwarded-proto"/>
      </Host>
    </Engine>
  </Service>
</Server>
`;

const valves = `<?xml version="1.0" encoding="UTF-8"?>
<Server port="28075" shutdown="SHUTDOWN">
  <Service name="Catalina">
    <Connector port="28087" protocol="HTTP/1.1" maxParameterCount="500" keepAliveTimeout="15000" disableUploadTimeout="true"/>
    <Engine name="Catalina" defaultHost="shop">
      <Valve className="org.apache.catalina.valves.RemoteIpValve"
             internalProxies="10\\.\\d+\\.\\d+\\.\\d+"
             remoteIpHeader="x-forwarded-for"
             protocolHeader="x-forwarded-proto"
             requestAttributesEnabled="true"/>
      <Valve className="org.apache.catalina.valves.StuckThreadDetectionValve" threshold="600"/>
      <Valve className="org.apache.catalina.valves.CrawlerSessionManagerValve" sessionInactiveInterval="60"/>
      <Host name="shop" appBase="webapps" workDir="work/shop">
        <Alias>shop.example.com</Alias>
        <Valve className="org.apache.catalina.valves.AccessLogValve" directory="logs" prefix="shop" suffix=".log"
               rotatable="true" fileDateFormat="yyyy-MM-dd" maxDays="14" pattern="common"/>
        <Valve className="org.apache.catalina.valves.ErrorReportValve" showReport="false" showServerInfo="false"/>
        <Valve className="org.apache.catalina.authenticator.SingleSignOn" requireReauthentication="false"/>
      </Host>
      <Host name="intern" appBase="intern" createDirs="false">
        <Valve className="org.apache.catalina.valves.RemoteAddrValve" allow="127\\.\\d+\\.\\d+\\.\\d+" denyStatus="404"/>
        <Valve className="org.apache.catalina.valves.SemaphoreValve" concurrency="20" fairness="true"/>
      </Host>
    </Engine>
  </Service>
</Server>
`;

const realms = `<?xml version="1.0" encoding="UTF-8"?>
<Server port="28085" shutdown="SHUTDOWN">
  <GlobalNamingResources>
    <Resource name="UserDatabase" auth="Container" type="org.apache.catalina.UserDatabase"
              factory="org.apache.catalina.users.MemoryUserDatabaseFactory" pathname="conf/tomcat-users.xml"/>
  </GlobalNamingResources>
  <Service name="Catalina">
    <Connector port="28088" protocol="HTTP/1.1" enableLookups="false"/>
    <Engine name="Catalina" defaultHost="localhost">
      <Realm className="org.apache.catalina.realm.CombinedRealm">
        <Realm className="org.apache.catalina.realm.LockOutRealm" failureCount="5" lockOutTime="300" cacheSize="1000">
          <Realm className="org.apache.catalina.realm.UserDatabaseRealm" resourceName="UserDatabase">
            <CredentialHandler className="org.apache.catalina.realm.MessageDigestCredentialHandler" algorithm="SHA-512" iterations="1000"/>
          </Realm>
        </Realm>
        <Realm className="org.apache.catalina.realm.DataSourceRealm" dataSourceName="jdbc/users" userTable="users"
               userNameCol="name" userCredCol="pass" userRoleTable="roles" roleNameCol="role" localDataSource="true"/>
      </Realm>
      <Host name="localhost" appBase="webapps">
        <Realm className="org.apache.catalina.realm.LockOutRealm" cacheRemovalWarningTime="60">
          <Realm className="org.apache.catalina.realm.MemoryRealm" pathname="conf/tomcat-users.xml"/>
        </Realm>
      </Host>
    </Engine>
  </Service>
</Server>
`;

const resources = `<?xml version="1.0" encoding="UTF-8"?>
<Server port="28095" shutdown="SHUTDOWN">
  <Listener className="org.apache.catalina.core.ThreadLocalLeakPreventionListener"/>
  <GlobalNamingResources>
    <Environment name="limit" value="30" type="java.lang.Integer" override="false"/>
    <Resource name="jdbc/shop" auth="Container" type="javax.sql.DataSource"
              driverClassName="org.h2.Driver" url="jdbc:h2:mem:shop" username="sa" password=""
              maxTotal="20" maxIdle="5" maxWaitMillis="10000"/>
    <ResourceLink name="other" global="limit" type="java.lang.Integer"/>
  </GlobalNamingResources>
  <Service name="Catalina">
    <Connector port="28089" protocol="org.apache.coyote.http11.Http11Nio2Protocol" xpoweredBy="false" useBodyEncodingForURI="true"/>
    <Engine name="Catalina" defaultHost="localhost">
      <Host name="localhost" appBase="webapps" deployIgnore="old.*">
        <Context path="/shop" docBase="shop" reloadable="false" sessionCookieName="SHOPID" crossContext="true">
          <Parameter name="mode" value="production" override="false"/>
          <Environment name="size" value="10" type="java.lang.Integer"/>
          <ResourceLink name="jdbc/shop" global="jdbc/shop" type="javax.sql.DataSource"/>
          <Manager className="org.apache.catalina.session.StandardManager" pathname="" maxActiveSessions="500">
            <SessionIdGenerator className="org.apache.catalina.util.StandardSessionIdGenerator" sessionIdLength="24"/>
          </Manager>
          <Resources className="org.apache.catalina.webresources.StandardRoot" cachingAllowed="true" cacheMaxSize="20480">
            <PostResources className="org.apache.catalina.webresources.DirResourceSet" base="work" webAppMount="/extra"/>
          </Resources>
        </Context>
      </Host>
    </Engine>
  </Service>
</Server>
`;

const context = `<?xml version="1.0" encoding="UTF-8"?>
<Context antiResourceLocking="false" privileged="true" sessionTimeout="20" useHttpOnly="true"
         sessionCookiePath="/" backgroundProcessorDelay="5">
  <WatchedResource>WEB-INF/web.xml</WatchedResource>
  <!-- Sessions survive a restart. -->
  <Manager className="org.apache.catalina.session.PersistentManager"
           maxIdleBackup="60"
           saveOnRestart="true"
           minIdleSwap="120">
    <Store className="org.apache.catalina.session.FileStore" directory="sessions"/>
  </Manager>
  <CookieProcessor className="org.apache.tomcat.util.http.Rfc6265CookieProcessor" sameSiteCookies="lax"/>
  <JarScanner scanClassPath="false" scanManifest="false">
    <JarScanFilter defaultPluggabilityScan="false"/>
  </JarScanner>
  <Loader delegate="true"/>
  <Parameter name="mode" value="test" override="true"/>
  <Environment name="limit" value="7" type="java.lang.Integer"/>
  <Resource name="jdbc/shop" auth="Container" type="javax.sql.DataSource"
            driverClassName="org.h2.Driver" url="jdbc:h2:mem:shop" maxTotal="10"/>
  <Resources cacheMaxSize="4096" cacheTtl="2000">
    <PreResources className="org.apache.catalina.webresources.DirResourceSet" base="work" webAppMount="/a" readOnly="true"/>
  </Resources>
  <Valve className="org.apache.catalina.valves.RemoteAddrValve" allow="127\\.0\\.0\\.1"/>
  <Valve className="org.apache.catalina.valves.PersistentValve" filter=".*\\.png"/>
</Context>
`;

const services = `<?xml version="1.0" encoding="UTF-8"?>
<Server port="28105" shutdown="SHUTDOWN">
  <Listener className="org.apache.catalina.startup.VersionLoggerListener" logArgs="false" logEnv="false"/>
  <Listener className="org.apache.catalina.core.JreMemoryLeakPreventionListener" appContextProtection="true"/>
  <Service name="shop">
    <Executor name="shop" maxThreads="100" maxIdleTime="60000" threadPriority="5"/>
    <Connector port="28110" protocol="HTTP/1.1" executor="shop" acceptCount="100" maxSwallowSize="2097152"/>
    <Connector port="28111" protocol="HTTP/1.1" proxyName="shop.example.com" proxyPort="443" scheme="https" secure="true"/>
    <Engine name="shop" defaultHost="localhost">
      <Host name="localhost" appBase="webapps" unpackWARs="false" deployXML="false"/>
    </Engine>
  </Service>
  <Service name="office">
    <Connector port="28112" protocol="HTTP/1.1" allowTrace="false" maxKeepAliveRequests="50"/>
    <Engine name="office" defaultHost="office" startStopThreads="1">
      <Realm className="org.apache.catalina.realm.NullRealm" transportGuaranteeRedirectStatus="301"/>
      <Host name="office" appBase="office" xmlValidation="false">
        <Valve className="org.apache.catalina.valves.ExtendedAccessLogValve" pattern="date time cs-method" directory="logs"/>
      </Host>
    </Engine>
  </Service>
</Server>
`;

const contexts = `<?xml version="1.0" encoding="UTF-8"?>
<Server port="28115" shutdown="SHUTDOWN">
  <Listener className="org.apache.catalina.mbeans.GlobalResourcesLifecycleListener"/>
  <GlobalNamingResources>
    <Environment name="limit" value="30" type="java.lang.Integer"/>
  </GlobalNamingResources>
  <Service name="Catalina">
    <Connector port="28113" protocol="HTTP/1.1" acceptCount="50"/>
    <Engine name="Catalina" defaultHost="localhost">
      <Realm className="org.apache.catalina.realm.CombinedRealm">
        <Realm className="org.apache.catalina.realm.NullRealm" allRolesMode="strict"/>
      </Realm>
      <Host name="localhost" appBase="apps" autoDeploy="false" deployOnStartup="false">
        <Valve className="org.apache.catalina.valves.AccessLogValve" directory="logs" pattern="%h %t"/>
        <Context path="/shop" docBase="shop" reloadable="false">
          <JarScanner scanClassPath="false"/>
          <Parameter name="mode" value="production"/>
          <Environment name="size" value="10" type="java.lang.Integer"/>
          <Manager className="org.apache.catalina.session.StandardManager" pathname=""/>
        </Context>
      </Host>
    </Engine>
  </Service>
</Server>
`;

const server = (name: string, text: string): Base => ({ name, file: 'server.xml', text });

export const bases: readonly Base[] = [
  server('stock 8.5', stock(' SSLEngine="on"', PARAMETERS)),
  server('stock 9.0', stock('', PARAMETERS)),
  server('stock 10.1', stock('', PARAMETERS.replace('1000', '500'))),
  server('stock 11.0', stock('', '')),
  server('multicast', multicast),
  server('members', members),
  server('interceptor', interceptor),
  server('dns', dns),
  server('tls', tls),
  server('ajp', ajp),
  server('valves', valves),
  server('realms', realms),
  server('resources', resources),
  { name: 'context', file: 'context.xml', text: context },
  server('services', services),
  server('contexts', contexts),
];
