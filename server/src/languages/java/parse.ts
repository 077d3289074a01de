import { findSessionBeans } from './beans';
import { readDeclarations } from './declarations';
import { Tokens } from './lexer';
import { type Calls, findCalls } from './sessions';
import type { JavaDocument } from './tree';

/**
 * Reads what the rules need of a Java source: its types with their fields, and what is written to sessions. Tolerates
 * any text, never throws, takes linear time. What cannot be told from this file alone stays undefined.
 */
export function parseJava(text: string): JavaDocument {
  const tokens = new Tokens(text);
  const declarations = readDeclarations(tokens);
  const { imports, types } = declarations;
  const at = declarations.package;
  return {
    text,
    package: at?.name,
    packageSpan: at && tokens.span(at.first, at.last),
    imports,
    types,
    ...(calls.test(text) ? findCalls(tokens, declarations) : noCalls),
    sessionBeans: findSessionBeans(text, declarations),
    usesSession: usesSession(tokens),
  };
}

/** The words without which there is no call that anybody looks at. */
const calls =
  /\b(?:[gs]etAttribute|putValue|setSessionAttribute)\b|\bSession(?:Aware|Attributes)\b|\bActionContext\b|transfer[-_]encoding/i;
const noCalls: Calls = { sessionWrites: [], transferEncodings: [], sessionChanges: [] };

/** Names the servlet API's session, or asks a servlet request for one. */
function usesSession(tokens: Tokens): boolean {
  if (!tokens.text.includes('Session')) return false;
  let asks = false;
  let servlet = false;
  for (let i = 0; i < tokens.count; i++) {
    if (!tokens.isWord(i)) continue;
    if (tokens.is(i, 'HttpSession')) return true;
    if (tokens.is(i, 'getSession') && tokens.is(i + 1, '(')) asks = true;
    if (tokens.is(i, 'servlet') || tokens.is(i, 'HttpServletRequest')) servlet = true;
  }
  return asks && servlet;
}
