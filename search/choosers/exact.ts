import type { Chooser } from '../chooser.ts';
import { createDescent, type DescentOptions } from './descent.ts';

export type ExactOptions = Omit<DescentOptions, 'start'>;

/** Chooser by the integer programme on measured losses, refined by coordinate descent. */
export function createExact(options: ExactOptions = {}): Chooser {
  return createDescent({ ...options, start: 'allocate' });
}
