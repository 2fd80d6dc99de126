import type { Resolved } from '../../config/resolve.ts';
import type { ModuleDescription, Port } from '../../design.ts';
import { shapeName } from '../decoder/view.ts';
import { type HeaderView, header, type Provenance } from '../header.ts';
import { input, output, portLines, signedPort } from '../ports.ts';
import { concatenation, localparams, lsbText } from '../text.ts';
import { type AccumulateView, accumulateView } from './accumulate.ts';
import { type AddLogsView, addLogsView, type OperandView, operandView } from './add-logs.ts';
import { type AlignView, alignView } from './align.ts';
import { alignment } from './alignment.ts';
import { type ConvertView, convertView } from './convert.ts';
import { type RoundView, roundView } from './round.ts';
import { peParameters, peStory } from './story.ts';
import { unusedBits } from './unused.ts';
import { peWidths } from './widths.ts';

export function pePorts({ mac }: Resolved): Port[] {
  const P = mac.accumulatorWidth;
  const lsb = lsbText(mac.accumulatorFraction);
  return [
    input('clk_i', 1, 'rising edge'),
    input('rst_ni', 1, 'synchronous, active low: clears the sum and its flag'),
    input('en_i', 1, 'the operand set is valid: it is accumulated at this edge'),
    input('first_i', 1, 'the set starts a new sum from start_i'),
    signedPort(input('start_i', P, `start value, ${lsb}`)),
    input('weight_i', mac.weight.n, `${shapeName(mac.weight)} word`),
    input('act_i', mac.activation.n, `${shapeName(mac.activation)} word`),
    signedPort(output('acc_o', P, `sum of products, ${lsb}`)),
    output('nar_o', 1, 'an operand of this sum was NaR'),
  ];
}

/** Sections in dataflow order, the same in every variant; null where a variant has none. */
export interface PeView {
  readonly header: HeaderView;
  readonly name: string;
  readonly ports: readonly string[];
  readonly localparams: readonly string[];
  readonly operands: readonly OperandView[];
  readonly addLogs: AddLogsView;
  readonly convert: ConvertView;
  readonly align: AlignView;
  readonly round: RoundView | null;
  readonly accumulate: AccumulateView;
  /** Slices that nothing reads; empty where every bit is used. */
  readonly unused: string;
}

export function peView(
  module: ModuleDescription,
  decoders: { readonly weight: string; readonly activation: string },
  resolved: Resolved,
  provenance: Provenance,
): PeView {
  const aligned = alignment(resolved);
  const pe = { resolved, alignment: aligned, widths: peWidths(resolved, aligned) };
  return {
    header: header(peStory(pe), provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams(peParameters(pe)),
    operands: [
      operandView('weight', decoders.weight, pe.widths.weightLog),
      operandView('act', decoders.activation, pe.widths.actLog),
    ],
    addLogs: addLogsView(pe),
    convert: convertView(pe),
    align: alignView(pe),
    round: roundView(pe),
    accumulate: accumulateView(pe),
    unused: concatenation(unusedBits(pe)),
  };
}
