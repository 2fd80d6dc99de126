import type { MacParameters } from '../../../golden/exact/index.ts';
import { declarations, operand, slice } from '../text.ts';
import type { Alignment } from './alignment.ts';
import { read } from './pipeline.ts';
import type { Pe } from './widths.ts';

export interface RoundView {
  readonly story: string;
  readonly signals: readonly string[];
  readonly below: string;
  readonly up: string;
}

/** Null where nothing is rounded; `lanes` is the width of a decision that each lane has its own of. */
export function roundView(
  { arithmetic, alignment: aligned, pipeline }: Pe,
  lanes?: string,
): RoundView | null {
  const { align } = arithmetic;
  const { dropped, tiny } = aligned;
  if (!rounds(align, aligned)) return null;
  const up = {
    name: 'round_up',
    ...(lanes === undefined ? {} : { width: lanes }),
    meaning: 'one LSB is added to the magnitude',
  };
  if (align === 'nearest') {
    return {
      story: 'to the nearest, halves away from zero.',
      signals: declarations([up]),
      below: '',
      up: slice('window', dropped - 1, dropped - 1),
    };
  }
  const bits = dropped > 0 ? [`|${slice('window', dropped - 1, 0)}`] : [];
  const lost = tiny ? [operand(read(pipeline, 'lost', 'accumulate'))] : [];
  const sign = align === 'floor' ? 'negative' : 'act_sign';
  return {
    story:
      align === 'floor'
        ? 'the signed product towards minus infinity.'
        : 'as if the signed activation were cut towards minus infinity.',
    signals: declarations([{ name: 'below', meaning: 'something was cut' }, up]),
    below: [...bits, ...lost].join(' || '),
    up: `${read(pipeline, sign, 'accumulate')} && below`,
  };
}

/** Whether cutting can change a magnitude otherwise than by dropping bits. */
export function rounds(align: MacParameters['align'], { dropped, tiny }: Alignment): boolean {
  return align !== 'truncate' && (dropped > 0 || tiny);
}
