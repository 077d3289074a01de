import { t } from '@vscode/l10n';
import type { Engine, EngineTerminal, TerminalSize } from './engine/engine';
import { LabError } from './lab';
import type { Member } from './member';
import { lacking } from './refusal';
import { dumpThreads } from './threadDump';

/** A kill takes no longer than this, or the engine is of no use. */
const KILL_LIMIT_MS = 20_000;
const NGINX_LIMIT_MS = 20_000;
/** How long a Tomcat may take for its orderly end, before it is killed. */
const STOP_SECONDS = 10;
const UP_LIMIT_MS = 120_000;
/** The better of those that an image has. */
const SHELL = ['/bin/sh', '-c', 'command -v bash >/dev/null 2>&1 && exec bash; exec sh'];

/** What can be done with one node of a running lab. Each resolves when it is done, and not when it has begun. */
export class NodeControl {
  constructor(
    private readonly engine: Engine,
    private readonly openPorts: (member: Member) => Promise<void>,
    private readonly closed: AbortSignal,
  ) {}

  /** SIGKILL, as a crash would. */
  async kill(member: Member): Promise<void> {
    demandThere(member);
    await this.engine.kill(member.id);
    await member.until(() => member.state === 'exited', KILL_LIMIT_MS, this.closed);
  }

  /** A Tomcat is still coming up when it resolves; nginx serves. */
  async start(member: Member): Promise<void> {
    demandThere(member);
    await member.start();
    await this.openPorts(member);
    if (member.role === 'nginx') await member.untilServing(NGINX_LIMIT_MS, this.closed);
  }

  async stop(member: Member): Promise<void> {
    demandThere(member);
    // One that is frozen would not hear the signal.
    await this.engine.unpause(member.id);
    await this.engine.stop(member.id, STOP_SECONDS);
    await member.until(() => member.state === 'exited', KILL_LIMIT_MS, this.closed);
  }

  async restart(member: Member): Promise<void> {
    await this.stop(member);
    await this.start(member);
    await member.until(() => member.state === 'running', UP_LIMIT_MS, this.closed);
  }

  async pause(member: Member): Promise<void> {
    demandThere(member);
    if (member.state === 'exited') throw notRunning(member);
    await this.engine.pause(member.id);
    await member.until(() => member.state === 'paused', KILL_LIMIT_MS, this.closed);
  }

  async unpause(member: Member): Promise<void> {
    demandThere(member);
    if (member.state === 'exited') throw notRunning(member);
    await this.engine.unpause(member.id);
    await member.until(() => member.state !== 'paused', KILL_LIMIT_MS, this.closed);
  }

  async dump(member: Member): Promise<string> {
    if (member.role === 'nginx') throw noThreads(member);
    this.demandAwake(member);
    try {
      return await dumpThreads(this.engine, member);
    } catch (error) {
      if (!(await this.engine.inspect(member.id))) throw lacking(member.name, 'container');
      throw error;
    }
  }

  async shell(member: Member, size: TerminalSize): Promise<EngineTerminal> {
    this.demandAwake(member);
    return await this.engine.openTerminal(member.id, SHELL, size);
  }

  private demandAwake(member: Member): void {
    demandThere(member);
    if (member.state !== 'running' && member.state !== 'starting') throw notRunning(member);
  }
}

function demandThere(member: Member): void {
  if (member.isRemoved) throw member.why();
}

const notRunning = ({ name }: Member): LabError =>
  new LabError(
    'node-failed',
    t('{node} is not running.', { node: name }),
    t('Start it, or let it go on if it is paused, then try again.'),
  );

/** SIGQUIT would end nginx. */
const noThreads = ({ name }: Member): LabError =>
  new LabError(
    'node-failed',
    t('{node} is nginx, which has no threads to dump.', { node: name }),
    t('Choose a Tomcat.'),
  );
