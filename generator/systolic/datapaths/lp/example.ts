import type { Cut, LpShape } from '../../../../golden/datapaths/index.ts';
import { productMagnitude } from '../../../../golden/exact/index.ts';
import { type LpFormat, lpFormat } from '../../../../golden/format.ts';
import { svLiteral } from '../../../systemverilog.ts';
import { middleWord, smallerWord, wordLog } from '../../../views/examples.ts';

interface ExampleOptions {
  readonly weight: LpShape;
  readonly activation: LpShape;
  readonly converterFraction: number;
  readonly fraction: number;
  readonly align: Cut;
}

/** What one product of this very configuration adds, by the golden model. */
export function exampleOf(options: ExampleOptions): string {
  const weight = lpFormat(options.weight);
  const activation = lpFormat(options.activation);
  const [weightWord, activationWord] = [middleWord(weight), smallerWord(activation)];
  const logs = [wordLog(weight, weightWord), wordLog(activation, activationWord)] as const;
  const magnitude = productMagnitude(
    {
      weight,
      activation,
      converter: 'table',
      converterFraction: options.converterFraction,
      align: options.align,
      accumulatorFraction: options.fraction,
    },
    (logs[0] + logs[1]) * 2 ** Math.max(weight.fractionBits, activation.fractionBits),
    true,
    false,
  );
  return (
    `Example: weight ${wordText(weight, 2 ** weight.n - weightWord)}, -2^${logs[0]}, times activation ` +
    `${wordText(activation, activationWord)}, 2^${logs[1]}, adds ${-magnitude} LSBs.`
  );
}

function wordText({ n }: LpFormat, word: number): string {
  return svLiteral(word, n, 'binary');
}
