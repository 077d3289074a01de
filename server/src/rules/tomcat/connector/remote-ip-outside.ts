import { t } from '@vscode/l10n';
import type { ClusterModel, TomcatFile } from '../../../cluster/model';
import type { Component } from '../../../languages/tomcat/components';
import type { Related } from '../../define';
import { addressOf, waysOf } from '../../support/routes';

/** Where nginx passes requests to a RemoteIpValve that does not take it for a proxy; undefined where one may be taken for one. */
export function outsideOf(
  { element }: Component,
  { path }: TomcatFile,
  model: ClusterModel,
): readonly Related[] | undefined {
  const places = new Map<object, Related>();
  for (const { route, belief } of waysOf(model)) {
    const { trusted } = belief;
    if (trusted === 'unknown') return undefined;
    if (trusted?.place?.path !== path || trusted.place.span !== element.nameSpan) continue;
    if (trusted.value) return undefined;
    const { placement } = route.passed.proxy;
    places.set(placement.directive, { ...addressOf(placement), message: t('nginx passes requests on here') });
  }
  return places.size > 0 ? [...places.values()] : undefined;
}
