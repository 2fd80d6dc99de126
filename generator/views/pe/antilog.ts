import { antilog } from '../../../golden/exact/index.ts';
import { svLiteral } from '../../systemverilog.ts';
import { type CaseTable, caseTable } from '../case-table.ts';
import { slice } from '../text.ts';
import type { ProductArithmetic } from './arithmetic.ts';

/** The significand of a fraction, T[j]: a table, or wiring. */
export interface AntilogView {
  /** Names of the fraction and of the significand here. */
  readonly input: string;
  readonly output: string;
  /** Null where the significand takes no table. */
  readonly table: CaseTable | null;
  readonly significand: string;
}

export function antilogView(
  arithmetic: ProductArithmetic,
  input: string,
  output: string,
): AntilogView {
  const { Fp, G } = arithmetic;
  const view = { input, output, table: null, significand: '' };
  switch (antilogKind(arithmetic)) {
    case 'one':
      return { ...view, significand: svLiteral(2 ** G, G + 1) };
    case 'mitchell':
      return { ...view, significand: mitchell(input, Fp, G) };
    case 'table':
      return { ...view, table: caseTable(antilogs(arithmetic), G + 1) };
  }
}

/** How a fraction becomes a significand: by a table, as 1 + f, or not at all. */
export function antilogKind(arithmetic: ProductArithmetic): 'one' | 'mitchell' | 'table' {
  const values = antilogs(arithmetic);
  return values.every((value) => value === values[0]) ? 'one' : arithmetic.converter;
}

function antilogs({ converter, Fp, G }: ProductArithmetic): bigint[] {
  return Array.from({ length: 2 ** Fp }, (_, j) => antilog(converter, G, Fp, j));
}

function mitchell(fraction: string, Fp: number, G: number): string {
  const read = G >= Fp ? fraction : slice(fraction, Fp - 1, Fp - G);
  const zeros = G > Fp ? `, ${svLiteral(0, G - Fp)}` : '';
  return `{1'b1, ${read}${zeros}}`;
}
