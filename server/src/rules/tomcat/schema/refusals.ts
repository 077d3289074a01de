import type { TomcatFile } from '../../../cluster/model';
import type { Component } from '../../../languages/tomcat/components';
import { ownClass, textOf } from '../../../languages/tomcat/values';
import { ofClusters } from './refused/cluster';
import { ofConnectors } from './refused/connector';
import { ofContainers } from './refused/container';
import type { Refusal } from './refused/refusal';

export const REFUSALS: readonly Refusal[] = [...ofConnectors, ...ofContainers, ...ofClusters];

/** The class of an element that has no className. */
const DEFAULTS: Readonly<Record<string, string>> = { Executor: 'StandardThreadExecutor' };

/** The refusals of one component: those whose value Tomcat does not take. */
export const refusalsOf = (
  component: Component,
  file: TomcatFile,
): readonly (Refusal & { readonly value: string })[] =>
  REFUSALS.flatMap((refusal) => {
    const { element, className, name, part } = refusal;
    if (element !== component.name) return [];
    if (className !== undefined && classOf(component, file) !== className) return [];
    const value = textOf(component, name, file.properties);
    if (value === undefined || refusal.accepts(value, component, file)) return [];
    return [{ ...refusal, value: part?.(value) ?? value }];
  });

const classOf = (component: Component, { properties }: TomcatFile): string | undefined =>
  component.element.attributes.some(({ name }) => name === 'className')
    ? ownClass(component, properties)
    : DEFAULTS[component.name];
