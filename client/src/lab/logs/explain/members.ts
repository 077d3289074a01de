import type { Event } from './event';
import type { Found } from './found';
import { argumentsOf } from './messages';
import { clockOf, secondsBetween } from './clock';
import { appOf, methodOf, nameOf } from './names';

/** A failure that only several events together tell of. */
export interface Conclusion {
  readonly found: Found;
  /** The event that it is told at. */
  readonly event: Event;
}

/** So often within `WITHIN` seconds: a roll of the nodes takes each away once. */
const TIMES = 3;
const WITHIN = 600;
/** Names that are kept. */
const MOST = 200;
/** Seconds in which the others may still be starting. */
const PATIENCE = 60;

const NOTHING: readonly Conclusion[] = [];

/** What the members of one node's log do, from its start to its end. */
export class Members {
  private readonly times = new Map<string, number[]>();
  private stopping = false;
  private lonely: Event | undefined;
  private last: string | undefined;
  private awaited = new Map<string, Event>();
  /** What each thread deploys. */
  private readonly deployed = new Map<string, string>();
  private run: { cluster: boolean; apps: number; replicated: number } | undefined;

  /** Takes an event; gives what is plain by now. */
  read(event: Event): readonly Conclusion[] {
    const { record } = event;
    // What was between two runs belongs to neither.
    const before = record.logger?.endsWith('.StandardService.startInternal') ? this.begin() : NOTHING;
    if (record.time !== undefined) this.last = record.time;
    if (record.logger === undefined || before.length > 0) return before;
    switch (methodOf(record.logger)) {
      case 'SimpleTcpCluster.memberAdded':
        this.lonely = undefined;
        return NOTHING;
      case 'SimpleTcpCluster.memberDisappeared':
        return this.often('flapping', event);
      case 'SimpleTcpCluster.startInternal':
        if (this.run) this.run.cluster = true;
        return NOTHING;
      case 'TcpFailureDetector.memberDisappeared':
        return argumentsOf('tcpFailureDetector.still.alive', record.message)
          ? this.often('heartbeats-late', event)
          : NOTHING;
      case 'SimpleTcpCluster.registerManager':
        this.replicated(undefined);
        return NOTHING;
      case 'StandardService.stopInternal':
        this.stopping = true;
        return NOTHING;
      case 'DeltaManager.getAllClusterSessions':
        if (argumentsOf('deltaManager.noMembers', record.message)) this.lonely ??= event;
        return NOTHING;
      case 'DeltaManager.startInternal':
        this.replicated(argumentsOf('deltaManager.registerCluster', record.message)?.[0]);
        return NOTHING;
      case 'AbstractReplicatedMap.init':
        this.replicated(undefined);
        return NOTHING;
      case 'HostConfig.deployDirectory':
      case 'HostConfig.deployWAR':
      case 'HostConfig.deployDescriptor':
        this.deploys(event);
        if (
          this.run &&
          !/[/\\](?:manager|host-manager|docs|examples|ROOT)(?:\.xml|\.war)?\]/.test(record.message)
        )
          this.run.apps++;
        return NOTHING;
      case 'ClusterSessionListener.messageReceived':
        this.unknownApp(event);
        return NOTHING;
      case 'StandardContext.startInternal':
        return this.notDistributable(event);
      case 'Catalina.start':
        return this.started(event);
      default:
        return NOTHING;
    }
  }

  /** What is plain now that the log, or the run of the Tomcat, has ended. */
  end(): Conclusion[] {
    const conclusions: Conclusion[] = [...this.awaited].map(([subject, event]) => ({
      found: { failure: 'peer-without-app', ...(subject !== '' && { subject }) },
      event,
    }));
    const { lonely } = this;
    const waited = lonely && secondsBetween(lonely.record.time, this.last);
    if (lonely && waited !== undefined && waited >= PATIENCE)
      conclusions.push({ found: { failure: 'alone' }, event: lonely });
    this.lonely = undefined;
    this.awaited.clear();
    return conclusions;
  }

  /** What was before is another run. */
  private begin(): readonly Conclusion[] {
    this.run = { cluster: false, apps: 0, replicated: 0 };
    this.stopping = false;
    return this.end();
  }

  private replicated(app: string | undefined): void {
    if (this.run) this.run.replicated++;
    if (app !== undefined) this.awaited.delete(app);
  }

  /** Only a log from the start on tells that no app uses the Cluster. */
  private started(event: Event): readonly Conclusion[] {
    const { run } = this;
    this.run = undefined;
    if (!run?.cluster || run.apps === 0 || run.replicated > 0 || event.record.level !== 'info')
      return NOTHING;
    return [{ found: { failure: 'nothing-replicated' }, event }];
  }

  /** At FINE Tomcat says of an app by itself that it will not be replicated; it does not name it. */
  private notDistributable(event: Event): readonly Conclusion[] {
    const [cluster, distributable] =
      argumentsOf('standardContext.cluster.noManager', event.record.message) ?? [];
    if (cluster !== 'true' || distributable !== 'false') return NOTHING;
    this.replicated(undefined);
    const subject = this.deployed.get(event.record.thread ?? '');
    return [{ found: { failure: 'app-not-distributable', ...(subject && { subject }) }, event }];
  }

  /** By the name of the folder, the archive or the descriptor, in any language. */
  private deploys({ record: { message, thread = '' } }: Event): void {
    const path = /\[([^\]]*[/\\][^\]]*)\]/.exec(message)?.[1];
    if (path === undefined) return;
    if (this.deployed.size > MOST) this.deployed.clear();
    this.deployed.set(thread, appOf(path));
  }

  /** While this node starts, or stops, the others know of an app that it does not have. */
  private unknownApp(event: Event): void {
    const values = argumentsOf('clusterSessionListener.noManager', event.record.message);
    const [app = ''] = values ?? [];
    if (!values || this.run || this.stopping || this.awaited.has(app) || this.awaited.size > MOST) return;
    this.awaited.set(app, event);
  }

  private often(failure: 'flapping' | 'heartbeats-late', event: Event): readonly Conclusion[] {
    const member = nameOf(event.record.message);
    const now = clockOf(event.record.time);
    if (now === undefined || member === event.record.message) return NOTHING;
    const key = `${failure} ${member}`;
    const times = (this.times.get(key) ?? []).filter((time) => now - time <= WITHIN && now >= time);
    times.push(now);
    if (this.times.size > MOST) this.times.clear();
    this.times.set(key, times.slice(-TIMES));
    // Once it is told, each further time counts.
    return times.length < TIMES ? NOTHING : [{ found: { failure, subject: member }, event }];
  }
}
