import { svSignExtend } from '../../systemverilog.ts';
import { declarations, lsbText } from '../text.ts';
import type { Pe } from './widths.ts';

export interface OperandView {
  readonly prefix: string;
  readonly decoder: string;
  readonly port: string;
  readonly logRange: string;
}

export function operandView(
  prefix: 'weight' | 'act',
  decoder: string,
  logWidth: number,
): OperandView {
  return { prefix, decoder, port: `${prefix}_i`, logRange: `[${logWidth - 1}:0]` };
}

export interface AddLogsView {
  readonly signals: readonly string[];
  readonly weight: string;
  readonly activation: string;
}

export function addLogsView({ resolved, widths }: Pe): AddLogsView {
  const { Fp, F_w, F_a } = resolved.derived;
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
    weight: svSignExtend('weight_log', widths.weightLog, widths.logSum, Fp - F_w),
    activation: svSignExtend('act_log', widths.actLog, widths.logSum, Fp - F_a),
  };
}
