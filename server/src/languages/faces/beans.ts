import type { Span } from '../text/span';
import { childrenNamed, localName, textOf } from '../xml/query';
import type { XmlDocument } from '../xml/tree';

export interface FacesBean {
  /** The element that names its class. */
  readonly span: Span;
  readonly className: string;
}

/** The managed beans that live in the session, each where its class is named. */
export function sessionBeansOf({ root }: XmlDocument): readonly FacesBean[] {
  if (!root || localName(root) !== 'faces-config') return [];
  return childrenNamed(root, 'managed-bean').flatMap((bean) => {
    const [scope] = childrenNamed(bean, 'managed-bean-scope');
    const [name] = childrenNamed(bean, 'managed-bean-class');
    if (!scope || !name || textOf(scope) !== 'session') return [];
    return [{ span: name.span, className: textOf(name) }];
  });
}
