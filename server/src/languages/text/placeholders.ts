/**
 * Names as other programs bracket them that fill in a file: `${NAME}` (envsubst, Docker, Maven, Tomcat), `$(NAME)`,
 * `@http.port@` (Ant, Autoconf), `%PORT%`, `%%PORT%%`, `__PORT__`, `[HTTP_PORT]`, `<port>`, `{{ port }}`, `<%= port %>`.
 * What nginx writes itself is none of them: `[::1]`, `[a-z]` and `(?<name>…)` of its expressions, `%20`, `@named`.
 */
const bracketed = new RegExp(
  [
    String.raw`\$\{`,
    String.raw`\$\([\w.-]+\)`,
    String.raw`@[A-Za-z][\w.-]+@`,
    String.raw`%[A-Za-z][\w.-]{2,}%`,
    String.raw`__[A-Z][A-Z\d_]*__`,
    String.raw`\[[A-Z][A-Z\d_]{3,}\]`,
    String.raw`\[[a-z]+(?:_[a-z\d]+)+\]`,
    String.raw`(?:^|[/:.=@_-])<[A-Za-z][\w-]*>(?=$|[/:.@_-])`,
    String.raw`\{\{[^{}]+\}\}`,
    '<%',
  ].join('|'),
);

/** Whether a value holds one: what will stand there may be anything, several words too. */
export const hasPlaceholder = (text: string): boolean => bracketed.test(text);
