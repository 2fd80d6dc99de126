import { contentHash } from './cache.ts';

/** Comments that a tool may read as a command stay in the hash. */
const TOOL_COMMENT = /\b(verilator|synthesis|synopsys|pragma|translate_off|translate_on)\b/;

/**
 * Hash of what RTL says rather than how it is named: comments go, white space is folded, and the
 * config's name at the start of an identifier becomes one fixed word. Two configs that emit the
 * same hardware have the same hash.
 */
export function rtlHash(texts: readonly string[], name: string): string {
  return contentHash(...texts.map((text) => normalise(text, name)));
}

/** Start of every module name of a config; no name has two underscores in a row. */
export function modulePrefix(name: string): string {
  return name.endsWith('_') ? name : `${name}_`;
}

const TOKEN = /"(?:\\.|[^"\\])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|\s+/g;

function normalise(text: string, name: string): string {
  const bare = text.replace(TOKEN, (token) => {
    if (token.startsWith('"') || TOOL_COMMENT.test(token)) return token;
    return ' ';
  });
  return bare.replace(new RegExp(`\\b${modulePrefix(name)}`, 'g'), 'DUT_').trim();
}
