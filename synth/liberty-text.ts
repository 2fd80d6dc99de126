/** What can be said of a Liberty text without understanding it. */
export interface LibertyText {
  /** Name that the library gives itself; '' where the text has a flaw. */
  readonly name: string;
  /** Why no tool should be given this text: the end of a sentence that starts with the file. */
  readonly flaw: string | null;
}

const COMMENT_OR_STRING = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\[\s\S]|[^"\\])*"/g;
const HEAD = /^\s*library\s*\(\s*(?:"([^"]+)"|([^")\s]+))\s*\)\s*\{/;
const CELL = /\bcell\s*\(/;

/**
 * Looks at the outline of a Liberty text only. Yosys 0.23 crashes on an empty file, never ends on
 * one that was cut within a group, and takes one that was cut between two groups for the whole.
 */
export function libertyText(text: string): LibertyText {
  if (text.trim() === '') return flawed('is empty');
  const outline = withoutCommentsAndStrings(text);
  const head = HEAD.exec(outline);
  if (head === null) return flawed('is not a Liberty library: no "library (name) {" at its start');
  const open = openGroups(outline);
  if (open > 0) return flawed(`is cut off: ${open} "{" without "}"`);
  if (open < 0) return flawed('is not a Liberty library: "}" without "{"');
  if (!CELL.test(outline)) return flawed('has no cells');
  return { name: head[1] ?? head[2] ?? '', flaw: null };
}

function flawed(flaw: string): LibertyText {
  return { name: '', flaw };
}

/** Keeps the first string alone, which may be the library's name; no other names a group. */
function withoutCommentsAndStrings(text: string): string {
  let strings = 0;
  return text.replace(COMMENT_OR_STRING, (part) => {
    if (!part.startsWith('"')) return ' ';
    strings += 1;
    return strings === 1 ? part : '""';
  });
}

function openGroups(outline: string): number {
  let depth = 0;
  for (const brace of outline.match(/[{}]/g) ?? []) depth += brace === '{' ? 1 : -1;
  return depth;
}
