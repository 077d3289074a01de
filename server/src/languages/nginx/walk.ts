import type { Directive, NginxDocument } from './tree';

/** Every directive of a document in the order of the text, outer ones before inner ones; at any depth. */
export function* walk(document: NginxDocument): Generator<Directive, void, undefined> {
  const stack: Iterator<Directive>[] = [document.directives[Symbol.iterator]()];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const next = top.next();
    if (next.done) {
      stack.pop();
      continue;
    }
    yield next.value;
    if (next.value.block) stack.push(next.value.block.directives[Symbol.iterator]());
  }
}
