import type { ComposeDocument } from '../languages/compose/tree';
import type { DockerDocument } from '../languages/dockerfile/tree';
import type { JavaDocument } from '../languages/java/tree';
import type { Pom } from '../languages/maven/pom';
import type { NginxDocument } from '../languages/nginx/tree';
import type { Span } from '../languages/text/span';
import type { XmlDocument } from '../languages/xml/tree';

/** A file of the workspace as its reader left it. `path` is absolute with forward slashes. */
export type SourceFile = Read & {
  /** Only its name, its place or an editor says what it is: it may be another program's, so nothing may change it. */
  readonly inDoubt?: boolean;
};

type Read =
  | { readonly path: string; readonly kind: 'nginx'; readonly document: NginxDocument }
  | {
      readonly path: string;
      readonly kind: 'server.xml' | 'context.xml' | 'web.xml';
      readonly document: XmlDocument;
    }
  | { readonly path: string; readonly kind: 'java'; readonly document: JavaDocument }
  | { readonly path: string; readonly kind: 'compose'; readonly document: ComposeDocument }
  | { readonly path: string; readonly kind: 'dockerfile'; readonly document: DockerDocument }
  | ({ readonly path: string; readonly kind: 'pom.xml' } & Pom);

export type FileKind = SourceFile['kind'];

/** Where a fact stands. */
export interface Place {
  readonly path: string;
  readonly span: Span;
}
