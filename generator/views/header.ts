import { wrap } from '../../system/text.ts';

/** Where a file comes from: tool and version, the command, the config's hash. No date, no path. */
export interface Provenance {
  readonly tool: string;
  readonly command: string;
  readonly configHash: string;
}

export interface HeaderView {
  readonly lines: readonly string[];
  readonly provenance: Provenance;
}

const COLUMNS = 97;

/** Comment block above a module; an element that starts with a space is kept as it stands. */
export function header(paragraphs: readonly string[], provenance: Provenance): HeaderView {
  const lines = paragraphs.flatMap((text) =>
    text === '' || text.startsWith(' ') ? [text] : wrap(text, COLUMNS),
  );
  return { lines: lines.map((line) => (line === '' ? '//' : `// ${line}`)), provenance };
}
