import { svLiteral } from '../../systemverilog.ts';
import { declarations } from '../text.ts';
import type { UnifiedEncoder } from './describe.ts';

/** The log brought to one fixed point for every es. */
export interface ScaledView {
  readonly signals: readonly string[];
  readonly value: string;
}

/** Null where es is a constant: the point then stands where it stands. */
export function scaledView({ maxEs }: UnifiedEncoder): ScaledView | null {
  if (maxEs === 0) return null;
  return {
    signals: declarations([
      { name: 'scaled', width: 'ScaledWidth', signed: true, meaning: 'regime and tail' },
    ]),
    value: `$signed({log, ${svLiteral(0, maxEs)}}) >>> es_i`,
  };
}

/** The signal that holds regime and tail. */
export function scaledName({ maxEs }: UnifiedEncoder): string {
  return maxEs === 0 ? 'log' : 'scaled';
}
