import type { Verdict } from '../sim/index.ts';

/** 1 where the RTL is wrong, 3 where the simulator did not deliver an answer. */
export function verdictExitCode(kind: Verdict['kind']): number {
  switch (kind) {
    case 'pass':
      return 0;
    case 'mismatch':
    case 'unknown-state':
      return 1;
    case 'short-output':
    case 'long-output':
    case 'crashed':
    case 'timeout':
    case 'tool-missing':
      return 3;
  }
}
