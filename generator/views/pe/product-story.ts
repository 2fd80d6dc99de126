import type { MacParameters } from '../../../golden/exact/index.ts';
import type { Resolved } from '../../config/resolve.ts';
import { svLiteral } from '../../systemverilog.ts';
import { middleWord, smallerWord, wordLog } from '../examples.ts';
import { lsbText, type Parameter } from '../text.ts';
import type { ProductArithmetic } from './arithmetic.ts';
import type { OperandForm } from './values.ts';
import type { Multiplier } from './widths.ts';

/** Where decoded operands come from. */
export function operandStory({ config }: Resolved): string[] {
  if (config.pe.operands === 'words') return [];
  return [
    'Operands arrive decoded, as log_o and the flags of the decoders give them: many PEs share the ' +
      'decoders at the edge of an array.',
    '',
  ];
}

/** When a sum appears, and what `en_i` means for the stages in between. */
export function timingStory({ config }: Resolved): string[] {
  const { pipeline } = config.pe;
  if (pipeline === 0) {
    return [
      'One operand set per cycle; acc_o holds its sum right after the same edge (latency 1).',
    ];
  }
  const edges = pipeline === 1 ? 'one edge' : `${pipeline} edges`;
  return [
    `One operand set per cycle; acc_o holds its sum ${edges} after the one that takes it (latency ` +
      `${1 + pipeline}). en_i travels with its set: a register moves only for a valid set, and ` +
      'nothing stalls.',
  ];
}

/** A negative product of two words of this very configuration. */
export interface ExampleProduct {
  readonly words: string;
  readonly text: string;
  readonly log: number;
}

export function negativeProduct(
  { weight, activation }: Pick<MacParameters, 'weight' | 'activation'>,
  arithmetic: ProductArithmetic,
  operandForm: OperandForm,
): ExampleProduct {
  const [weightWord, activationWord] = [middleWord(weight), smallerWord(activation)];
  const [weightLog, activationLog] = [
    wordLog(weight, weightWord),
    wordLog(activation, activationWord),
  ];
  const weightText = svLiteral(2 ** weight.n - weightWord, weight.n, 'binary');
  const activationText = svLiteral(activationWord, activation.n, 'binary');
  const { weight: weightLogs, activation: activationLogs } = arithmetic;
  const logs =
    `${weightLog * 2 ** weightLogs.fractionBits} and ` +
    `${activationLog * 2 ** activationLogs.fractionBits}`;
  return {
    words:
      operandForm === 'words'
        ? `weight_i ${weightText} and act_i ${activationText}`
        : `the words ${weightText} and ${activationText}, with the logs ${logs},`,
    text: `have the product -2^${weightLog + activationLog}`,
    log: weightLog + activationLog,
  };
}

/** Widths up to the significand of the product. */
export function productParameters({ arithmetic, widths, pipeline }: Multiplier): Parameter[] {
  const { Fp, G } = arithmetic;
  const fraction = [{ name: 'LogFraction', value: Fp, why: 'Fp, the finer of both operands' }];
  const exponent = { value: widths.exponent, why: 'log sum without its fraction' };
  return [
    ...operandParameters({ widths, pipeline }),
    ...(Fp > 0 ? fraction : []),
    { name: 'LogSumWidth', value: widths.logSum, why: `sum of both logs, ${lsbText(Fp)}` },
    ...(Fp > 0 ? [{ name: 'ExponentWidth', ...exponent }] : []),
    { name: 'SignificandWidth', value: widths.significand, why: `leading one and G = ${G} bits` },
  ];
}

/** Widths of the operands' logs, where registers hold them. */
function operandParameters({
  widths,
  pipeline,
}: Pick<Multiplier, 'widths' | 'pipeline'>): Parameter[] {
  if (!pipeline.cuts.includes('multiply')) return [];
  return [
    { name: 'WeightLogWidth', value: widths.weightLog, why: "as the decoder's log_o" },
    { name: 'ActLogWidth', value: widths.actLog, why: "as the decoder's log_o" },
  ];
}
