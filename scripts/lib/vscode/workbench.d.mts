import type { Page } from 'playwright-core';

export interface WorkbenchOptions {
  /** Folder or .code-workspace file; without it an empty window. */
  folder?: string;
  /** A packed extension to install; a package is installed once for all that a process opens. */
  vsix?: string;
  /** Or a folder with one under development; then no notifications are shown. */
  extension?: string;
  settings?: Record<string, unknown>;
  viewport?: { width: number; height: number };
  /** Environment of the server and so of the extension host. */
  env?: Record<string, string>;
}

export function openWorkbench(options: WorkbenchOptions): Promise<{ page: Page; close: () => Promise<void> }>;
