import type { SetenvDocument } from './properties/setenv';
import type { EnvDocument } from './compose/env';
import type { ComposeDocument } from './compose/tree';
import type { DockerDocument } from './dockerfile/tree';
import type { HttpdDocument } from './httpd/parse';
import type { JavaDocument } from './java/tree';
import type { LabDocument } from './labFile/tree';
import type { KubernetesDocument } from './kubernetes/tree';
import type { GradleBuild } from './gradle/build';
import type { FileLanguage } from './language';
import type { Pom } from './maven/pom';
import type { NginxDocument } from './nginx/tree';
import type { PropertiesDocument } from './properties/java';
import type { WorkersDocument } from './properties/parse';
import type { XmlDocument } from './xml/tree';

/** Tomcat's own files. */
export type TomcatFileKind =
  'server.xml' | 'context.xml' | 'web.xml' | 'web-fragment.xml' | 'tomcat-users.xml';

/** What a text holds, by what it is. */
export type Read =
  | { readonly kind: 'nginx'; readonly document: NginxDocument }
  | { readonly kind: TomcatFileKind; readonly document: XmlDocument }
  | { readonly kind: 'workers.properties'; readonly document: WorkersDocument }
  | { readonly kind: 'catalina.properties'; readonly document: PropertiesDocument }
  | { readonly kind: 'java'; readonly document: JavaDocument }
  | { readonly kind: 'compose'; readonly document: ComposeDocument }
  | { readonly kind: 'setenv.sh'; readonly document: SetenvDocument }
  | { readonly kind: 'env'; readonly document: EnvDocument }
  | { readonly kind: 'kubernetes'; readonly document: KubernetesDocument }
  | { readonly kind: 'dockerfile'; readonly document: DockerDocument }
  | ({ readonly kind: 'pom.xml' } & Pom)
  | { readonly kind: 'gradle'; readonly build: GradleBuild }
  | { readonly kind: 'httpd'; readonly document: HttpdDocument }
  | { readonly kind: 'cluster-lab.json'; readonly document: LabDocument }
  | { readonly kind: 'faces-config.xml'; readonly document: XmlDocument }
  /** Of a language that the model of the cluster does not look at. */
  | { readonly kind: 'other' };

export type FileKind = Read['kind'];

/** A file of the workspace as its reader left it. `path` is absolute with forward slashes. */
export type SourceFile = Read & {
  readonly path: string;
  /** Only its name, its place or an editor says what it is: it may be another program's, so nothing may change it. */
  readonly inDoubt?: boolean;
  readonly language: FileLanguage;
};
