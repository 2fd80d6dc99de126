import { antilog } from '../../../golden/exact/index.ts';
import { svLiteral } from '../../systemverilog.ts';
import { type CaseTable, caseTable } from '../case-table.ts';
import { declarations, lsbText, slice } from '../text.ts';
import type { Multiplier } from './widths.ts';

export interface ConvertView {
  readonly story: string;
  readonly signals: readonly string[];
  /** Empty where logs have no fraction bits. */
  readonly fraction: string;
  /** Null where the significand takes no table. */
  readonly table: CaseTable | null;
  readonly significand: string;
}

export function convertView({ resolved }: Pick<Multiplier, 'resolved'>): ConvertView {
  const { mac, derived } = resolved;
  const { Fp, G } = derived;
  const values = Array.from({ length: 2 ** Fp }, (_, j) => antilog(mac.converter, G, Fp, j));
  const view = {
    signals: declarations([
      ...(Fp > 0
        ? [{ name: 'fraction', width: 'LogFraction', meaning: 'of the log of the product' }]
        : []),
      { name: 'significand', width: 'SignificandWidth', meaning: `from 1 up to 2, ${lsbText(G)}` },
    ]),
    fraction: Fp > 0 ? 'log_sum[LogFraction-1:0]' : '',
    table: null,
    significand: '',
  };
  if (values.every((value) => value === values[0])) {
    const story = 'the significand is 1.';
    return { ...view, story, significand: svLiteral(2 ** G, G + 1) };
  }
  if (mac.converter === 'mitchell') {
    const story = `2^f is taken as 1 + f, f the ${Fp} fraction bits of the log sum (Mitchell).`;
    return { ...view, story, significand: mitchell(Fp, G) };
  }
  return {
    ...view,
    story: `2^(${G} + j/${2 ** Fp}) to the nearest integer, j the fraction bits of the log sum.`,
    table: caseTable(values, G + 1),
  };
}

function mitchell(Fp: number, G: number): string {
  const fraction = G >= Fp ? 'fraction' : slice('fraction', Fp - 1, Fp - G);
  const zeros = G > Fp ? `, ${svLiteral(0, G - Fp)}` : '';
  return `{1'b1, ${fraction}${zeros}}`;
}
