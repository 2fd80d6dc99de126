import { declarations, lsbText } from '../text.ts';
import { antilogKind } from './antilog.ts';
import type { ProductArithmetic } from './arithmetic.ts';

export interface ConvertView {
  readonly story: string;
  readonly signals: readonly string[];
  /** Empty where logs have no fraction bits. */
  readonly fraction: string;
}

export function convertView(arithmetic: ProductArithmetic): ConvertView {
  const { Fp, G } = arithmetic;
  return {
    story: antilogStory(arithmetic),
    signals: declarations([
      ...(Fp > 0
        ? [{ name: 'fraction', width: 'LogFraction', meaning: 'of the log of the product' }]
        : []),
      { name: 'significand', width: 'SignificandWidth', meaning: `from 1 up to 2, ${lsbText(G)}` },
    ]),
    fraction: Fp > 0 ? 'log_sum[LogFraction-1:0]' : '',
  };
}

/** What the significand is, as a sentence without its capital. */
export function antilogStory(arithmetic: ProductArithmetic): string {
  const { Fp, G } = arithmetic;
  switch (antilogKind(arithmetic)) {
    case 'one':
      return 'the significand is 1.';
    case 'mitchell':
      return `2^f is taken as 1 + f, f the ${Fp} fraction bits of the log sum (Mitchell).`;
    case 'table':
      return `2^(${G} + j/${2 ** Fp}) to the nearest integer, j the fraction bits of the log sum.`;
  }
}
