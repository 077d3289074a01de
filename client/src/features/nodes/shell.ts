import { EventEmitter, l10n, window, type Pseudoterminal, type TerminalDimensions } from 'vscode';
import { StringDecoder } from 'node:string_decoder';
import type { EngineTerminal, Lab } from '../../lab/lab';
import { chosenNode } from './choose';
import type { NodesDeps } from './deps';

const USUAL: TerminalDimensions = { columns: 80, rows: 24 };

/** Opens a terminal with a shell in a node's container, through the engine that runs it: no docker command is needed. */
export async function openShell(deps: NodesDeps, argument: unknown): Promise<void> {
  const node = await chosenNode(deps, argument, { states: ['running', 'starting'] });
  const { lab } = deps.host;
  if (!node || !lab) return;
  window.createTerminal({ name: node.name, pty: new NodeTerminal(lab, node.name) }).show();
}

class NodeTerminal implements Pseudoterminal {
  private readonly written = new EventEmitter<string>();
  private readonly closed = new EventEmitter<number | void>();
  private readonly decoder = new StringDecoder('utf8');
  private terminal: EngineTerminal | undefined;
  private size = USUAL;
  private isClosed = false;
  /** What was typed before the shell was there. */
  private typed = '';
  readonly onDidWrite = this.written.event;
  readonly onDidClose = this.closed.event;

  constructor(
    private readonly lab: Lab,
    private readonly node: string,
  ) {}

  open(size: TerminalDimensions | undefined): void {
    this.size = size ?? USUAL;
    void this.begin();
  }

  handleInput(data: string): void {
    if (this.terminal) this.terminal.stream.write(data);
    else this.typed += data;
  }

  setDimensions(size: TerminalDimensions): void {
    this.size = size;
    this.terminal?.resize(size).catch(() => undefined);
  }

  close(): void {
    this.isClosed = true;
    this.terminal?.stream.destroy();
  }

  private async begin(): Promise<void> {
    try {
      const terminal = await this.lab.openShell(this.node, this.size);
      if (this.isClosed) {
        terminal.stream.destroy();
        return;
      }
      this.terminal = terminal;
      terminal.stream.on('data', (chunk: Buffer) => this.written.fire(this.decoder.write(chunk)));
      terminal.stream.on('error', (error) => this.say(error.message));
      terminal.stream.on('close', () => void this.over(terminal));
      terminal.stream.on('end', () => void this.over(terminal));
      if (this.typed !== '') terminal.stream.write(this.typed);
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error));
      this.closed.fire(1);
    }
  }

  /** An image may have no shell; then its words stay to be read. */
  private async over(terminal: EngineTerminal): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    const code = await terminal.exitCode().catch(() => undefined);
    if (code === 126 || code === 127) this.say(l10n.t('The image of {0} has no shell.', this.node));
    else this.closed.fire(code);
  }

  private say(text: string): void {
    this.written.fire(`\r\n${text}\r\n`);
  }
}
