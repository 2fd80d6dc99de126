import type { Resolved } from '../../config/resolve.ts';
import { svLiteral } from '../../systemverilog.ts';
import { declarations, slice } from '../text.ts';
import type { Encoder } from './describe.ts';

export interface MagnitudeView {
  readonly story: string;
  readonly signals: readonly string[];
  readonly sign: string;
  readonly value: string;
  readonly zero: string;
}

export function magnitudeView({ requantise, derived }: Resolved): MagnitudeView {
  const { P } = derived;
  const { relu } = requantise;
  return {
    story: relu ? 'negative sums count as zero.' : 'of the sum, and its sign.',
    signals: declarations([
      { name: 'negative', meaning: 'sign of the sum' },
      { name: 'zero', meaning: relu ? 'the sum is 0 or negative' : 'the sum is 0' },
      { name: 'magnitude', width: 'MagnitudeWidth', meaning: 'of the sum' },
    ]),
    sign: `acc_i[${P - 1}]`,
    value: relu ? slice('acc_i', P - 2, 0) : 'negative ? -acc_i : acc_i',
    zero: relu ? `(acc_i == '0) || negative` : `acc_i == '0`,
  };
}

export interface NormaliseView {
  /** Flags "top bits are zero", the widest first: the count of leading zeros. */
  readonly empty: string;
  /** Results of the stages. */
  readonly moved: string;
  readonly stages: readonly StageView[];
}

/** One step of the normaliser: moves up where the top bits are zero. */
interface StageView {
  readonly index: number;
  readonly top: string;
  readonly from: string;
  readonly moved: string;
  readonly to: string;
}

export function normaliseView({ widths }: Encoder): NormaliseView {
  const { magnitude, position } = widths;
  const stages = Array.from({ length: position }, (_, step): StageView => {
    const index = position - 1 - step;
    const by = 2 ** index;
    const from = step === 0 ? 'magnitude' : `normal_${index + 1}`;
    return {
      index,
      top: slice(from, magnitude - 1, magnitude - by),
      from,
      moved: `{${slice(from, magnitude - by - 1, 0)}, ${svLiteral(0, by)}}`,
      to: `normal_${index}`,
    };
  });
  return {
    empty: stages.map(({ index }) => `empty_${index}`).join(', '),
    moved: stages.map(({ to }) => to).join(', '),
    stages,
  };
}
