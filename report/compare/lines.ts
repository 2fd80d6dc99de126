import { wrap } from '../../system/text.ts';
import type { Paint } from '../paint.ts';

/** Columns of every line. */
export const WIDTH = 100;

/** What stands below a table. */
export function notes(text: string, paint: Paint): string[] {
  return wrap(text, WIDTH - 2).map((line) => paint.dim(`  ${line}`));
}
