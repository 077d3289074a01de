import type { Declarations } from './declarations';
import type { JavaAnnotation, JavaImport, JavaType, SessionBean, TypeRef } from './tree';

/** Annotations that keep what they stand on in the session, by the packages that have one of that name. */
const always: Readonly<Record<string, readonly string[]>> = {
  SessionScoped: ['jakarta.enterprise.context', 'javax.enterprise.context', 'javax.faces.bean'],
  SessionScope: ['org.springframework.web.context.annotation'],
};
const spring = 'org.springframework.context.annotation';
const springWeb = 'org.springframework.web.bind.annotation';

/** `@Scope("session")`, `@Scope(value = WebApplicationContext.SCOPE_SESSION, …)` */
const sessionScope = /[(=]\s*(?:"session"|(?:\w+\.)*SCOPE_SESSION)\s*[,)]/;

/** Classes, and methods that make objects, whose scope is the session, and the types that Spring's @SessionAttributes names. */
export function findSessionBeans(text: string, { imports, types }: Declarations): readonly SessionBean[] {
  if (!/SessionScope|SessionAttributes|@(?:\w+\.)*Scope\b/.test(text)) return [];
  const textOf = ({ span }: JavaAnnotation): string => text.slice(span.start, span.end);
  const isScope = (annotation: JavaAnnotation): boolean =>
    Object.entries(always).some(([name, packages]) => isOf(annotation, name, packages, imports)) ||
    (isOf(annotation, 'Scope', [spring], imports) && sessionScope.test(textOf(annotation)));
  return types.flatMap((type): SessionBean[] => {
    const found: SessionBean[] = [];
    if (type.annotations.some(isScope)) found.push(ofClass(type));
    for (const method of type.methods)
      if (method.annotations.some(isScope)) found.push(of(method.returns, type));
    const attributes = attributesOf(type, imports);
    if (attributes) found.push(...modelOf(type, textOf(attributes), textOf, imports));
    return found;
  });
}

/** The names of Spring's @SessionAttributes, where the type has it; only what is written as text. */
export function sessionAttributesOf(
  text: string,
  type: JavaType,
  imports: readonly JavaImport[],
): ReadonlySet<string> {
  const found = attributesOf(type, imports);
  return new Set(found ? namesIn(text.slice(found.span.start, found.span.end)) : []);
}

const attributesOf = (type: JavaType, imports: readonly JavaImport[]): JavaAnnotation | undefined =>
  type.annotations.find((one) => isOf(one, 'SessionAttributes', [springWeb], imports));

const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(/"([^"\\\n]*)"/g)].flatMap(([, name]) => name ?? []);

/** What the methods of a controller make or take as one of its session attributes; each class once. */
function modelOf(
  type: JavaType,
  attributes: string,
  textOf: (annotation: JavaAnnotation) => string,
  imports: readonly JavaImport[],
): readonly SessionBean[] {
  const names = new Set(namesIn(attributes));
  const classes = new Set([...attributes.matchAll(/([\w.]+)\.class\b/g)].flatMap(([, name]) => name ?? []));
  const found = new Map<string, SessionBean>();
  for (const { returns, annotations, parameters } of type.methods) {
    for (const one of [{ type: returns, annotations }, ...parameters]) {
      const model = one.annotations.find((it) => isOf(it, 'ModelAttribute', [springWeb], imports));
      if (!model) continue;
      const name = namesIn(textOf(model))[0] ?? byDefault(one.type.name);
      if (!names.has(name) && !classes.has(one.type.name)) continue;
      if (!found.has(one.type.name)) found.set(one.type.name, of(one.type, type));
    }
  }
  return [...found.values()];
}

/** org.springframework.core.Conventions.getVariableName: `cart` for a Cart, but `URL` for a URL (java.beans.Introspector). */
const byDefault = (type: string): string => {
  const simple = type.slice(type.lastIndexOf('.') + 1);
  return /^[A-Z]{2}/.test(simple) ? simple : simple.charAt(0).toLowerCase() + simple.slice(1);
};

const of = (type: TypeRef, { qualifiedName }: JavaType): SessionBean => ({
  span: type.span,
  value: { span: type.span, type },
  inType: qualifiedName,
});

/** A class whose objects are beans: surely of this very class. */
function ofClass({ nameSpan, qualifiedName }: JavaType): SessionBean {
  const type = { span: nameSpan, name: qualifiedName, args: [], arrayDimensions: 0 };
  return { span: nameSpan, value: { span: nameSpan, type, exact: true }, inType: undefined };
}

function isOf(
  { name }: JavaAnnotation,
  simple: string,
  packages: readonly string[],
  imports: readonly JavaImport[],
): boolean {
  if (name !== simple) return packages.some((one) => name === `${one}.${simple}`);
  const single = imports.find((one) => !one.wildcard && one.name.endsWith(`.${simple}`));
  return packages.some((one) =>
    single ? single.name === `${one}.${simple}` : imports.some((it) => it.wildcard && it.name === one),
  );
}
