import { svLiteral } from '../../systemverilog.ts';
import { assignments } from '../text.ts';

/** A word's name, its sign's, and where its flags and its log go. */
export interface FlagNames {
  readonly word: string;
  readonly negative: string;
  /** Bits of the word. */
  readonly width: number;
  readonly zero: string;
  readonly nar: string;
  readonly sign: string;
  /** Null where words have no log. */
  readonly log: { readonly target: string; readonly value: string } | null;
}

/** Zero and NaR have neither sign nor log. */
export function flagAssignments(names: FlagNames): string[] {
  const { word, negative, width, zero, nar, sign, log } = names;
  return assignments({
    [zero]: `${word} == '0`,
    [nar]: `${word} == ${svLiteral(2 ** (width - 1), width, 'binary')}`,
    [sign]: `${negative} && !${nar}`,
    ...(log === null ? {} : { [log.target]: `(${zero} || ${nar}) ? '0 : ${log.value}` }),
  });
}
