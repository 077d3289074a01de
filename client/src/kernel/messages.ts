import { inspect } from 'node:util';
import { window, type LogOutputChannel } from 'vscode';

export interface Button {
  readonly title: string;
  readonly run: () => unknown;
}

const show = {
  information: window.showInformationMessage,
  warning: window.showWarningMessage,
  error: window.showErrorMessage,
};

/** Shows messages with buttons. Nobody waits for them: a command is done when its work is, read or not. */
export class Messages {
  constructor(private readonly log: LogOutputChannel) {}

  tell(severity: keyof typeof show, text: string, buttons: readonly Button[] = []): void {
    this.told(severity, text, buttons).catch((error: unknown) => this.log.error(inspect(error)));
  }

  private async told(severity: keyof typeof show, text: string, buttons: readonly Button[]): Promise<void> {
    const choice = await show[severity](text, ...buttons.map(({ title }) => title));
    await buttons.find(({ title }) => title === choice)?.run();
  }
}
