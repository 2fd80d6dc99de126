import type { Resolved } from '../../config/resolve.ts';
import { svSignExtend } from '../../systemverilog.ts';
import { declarations, lsbText } from '../text.ts';
import { read } from './pipeline.ts';
import type { Multiplier, ProductWidths } from './widths.ts';

export interface OperandView {
  readonly prefix: string;
  readonly decoder: string;
  readonly port: string;
  readonly logRange: string;
}

function operandView(prefix: 'weight' | 'act', decoder: string, logWidth: number): OperandView {
  return { prefix, decoder, port: `${prefix}_i`, logRange: `[${logWidth - 1}:0]` };
}

export interface DecoderNames {
  readonly weight: string;
  readonly activation: string;
}

/** Decoders in the PE; none where operands arrive decoded. */
export function operandViews(
  { config }: Resolved,
  widths: ProductWidths,
  decoders: DecoderNames,
): OperandView[] {
  if (config.pe.operands === 'logs') return [];
  return [
    operandView('weight', decoders.weight, widths.weightLog),
    operandView('act', decoders.activation, widths.actLog),
  ];
}

export interface AddLogsView {
  readonly signals: readonly string[];
  readonly live: string;
  readonly negative: string;
  readonly logSum: string;
}

export function addLogsView({ arithmetic, widths, pipeline }: Multiplier): AddLogsView {
  const { Fp } = arithmetic;
  const { fractionBits: F_w } = arithmetic.weight;
  const { fractionBits: F_a } = arithmetic.activation;
  const at = (name: string) => read(pipeline, name, 'multiply');
  const weight = svSignExtend(at('weight_log'), widths.weightLog, widths.logSum, Fp - F_w);
  const activation = svSignExtend(at('act_log'), widths.actLog, widths.logSum, Fp - F_a);
  const dead = ['weight_zero', 'weight_nar', 'act_zero', 'act_nar'].map(at);
  return {
    signals: declarations([
      { name: 'live', meaning: 'neither operand is zero or NaR' },
      { name: 'negative', meaning: 'sign of the product' },
      {
        name: 'log_sum',
        width: 'LogSumWidth',
        signed: true,
        meaning: `log2 of the product, ${lsbText(Fp)}`,
      },
    ]),
    live: `!(${dead.join(' || ')})`,
    negative: `${at('weight_sign')} ^ ${at('act_sign')}`,
    logSum: `${weight} + ${activation}`,
  };
}
