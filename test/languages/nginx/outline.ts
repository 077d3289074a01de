import type { Directive } from '../../../server/src/languages/nginx/tree';

/** A tree in one line: `a·b; c{d;}`, words in their decoded form; `?` for a missing terminator, `!` for a missing brace. */
export function outline(directives: readonly Directive[], text: string): string {
  return directives
    .map(({ name, args, terminator, block }) => {
      const words = [name, ...args].map(({ value }) => value).join('·');
      if (block) {
        const content = block.lua ? 'lua' : outline(block.directives, text);
        return `${words}{${content}${block.close ? '}' : '!'}`;
      }
      return words + (terminator ? text.slice(terminator.start, terminator.end) : '?');
    })
    .join(' ');
}
