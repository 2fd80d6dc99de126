import { declarations, slice } from '../text.ts';
import type { Pe } from './widths.ts';

export interface RoundView {
  readonly story: string;
  readonly signals: readonly string[];
  readonly below: string;
  readonly up: string;
}

export function roundView({ resolved, alignment: aligned }: Pe): RoundView | null {
  const { align } = resolved.mac;
  const { dropped, tiny } = aligned;
  if (align === 'truncate' || (dropped === 0 && !tiny)) return null;
  const up = { name: 'round_up', meaning: 'one LSB is added to the magnitude' };
  if (align === 'nearest') {
    return {
      story: 'to the nearest, halves away from zero.',
      signals: declarations([up]),
      below: '',
      up: slice('window', dropped - 1, dropped - 1),
    };
  }
  const bits = dropped > 0 ? [`|${slice('window', dropped - 1, 0)}`] : [];
  const gone = tiny ? ['(live && tiny)'] : [];
  return {
    story:
      align === 'floor'
        ? 'the signed product towards minus infinity.'
        : 'as if the signed activation were cut towards minus infinity.',
    signals: declarations([{ name: 'below', meaning: 'something was cut' }, up]),
    below: [...bits, ...gone].join(' || '),
    up: align === 'floor' ? 'negative && below' : 'act_sign && below',
  };
}
