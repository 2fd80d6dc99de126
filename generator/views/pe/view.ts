import type { LpFormat } from '../../../golden/format.ts';
import type { Config, Resolved } from '../../config/resolve.ts';
import type { ModuleDescription, Port } from '../../design.ts';
import { decoderWidths, shapeName } from '../decoder/view.ts';
import { type HeaderView, header, type Provenance } from '../header.ts';
import { input, output, portLines, signedPort } from '../ports.ts';
import { concatenation, localparams, lsbText } from '../text.ts';
import { type AccumulateView, accumulateView } from './accumulate.ts';
import { type AddLogsView, addLogsView, type OperandView, operandView } from './add-logs.ts';
import { type AlignView, alignView } from './align.ts';
import { alignment } from './alignment.ts';
import { type ConvertView, convertView } from './convert.ts';
import { cutsOf, type Pipeline } from './pipeline.ts';
import { type RoundView, roundView } from './round.ts';
import { type StageView, stageView } from './stage.ts';
import { peParameters, peStory } from './story.ts';
import { unusedBits } from './unused.ts';
import { fixedValues } from './values.ts';
import { type Pe, peWidths } from './widths.ts';

export function pePorts({ config, mac }: Resolved): Port[] {
  const P = mac.accumulatorWidth;
  const lsb = lsbText(mac.accumulatorFraction);
  return [
    ...controlPorts(config),
    signedPort(input('start_i', P, `start value, ${lsb}`)),
    ...operandPorts(config, 'weight', mac.weight),
    ...operandPorts(config, 'act', mac.activation),
    signedPort(output('acc_o', P, `sum of products, ${lsb}`)),
    output('nar_o', 1, 'an operand of this sum was NaR'),
  ];
}

function controlPorts({ pe }: Config): Port[] {
  const stages = pe.pipeline > 0;
  return [
    input('clk_i', 1, 'rising edge'),
    input(
      'rst_ni',
      1,
      `synchronous, active low: clears ${stages ? 'every stage' : 'the sum and its flag'}`,
    ),
    input(
      'en_i',
      1,
      `the operand set is valid: it is ${stages ? 'taken' : 'accumulated'} at this edge`,
    ),
    input('first_i', 1, 'the set starts a new sum from start_i'),
  ];
}

/** An operand as a word, or as the decoder's outputs. */
function operandPorts({ pe }: Config, prefix: 'weight' | 'act', format: LpFormat): Port[] {
  if (pe.operands === 'words') {
    return [input(`${prefix}_i`, format.n, `${shapeName(format)} word`)];
  }
  const log = lsbText(format.fractionBits);
  return [
    input(`${prefix}_zero_i`, 1, 'the operand is zero'),
    input(`${prefix}_nar_i`, 1, 'the operand is NaR'),
    input(`${prefix}_sign_i`, 1, '1: negative'),
    signedPort(
      input(
        `${prefix}_log_i`,
        decoderWidths(format).log,
        `log2 of the ${shapeName(format)} operand, ${log}`,
      ),
    ),
  ];
}

/** Sections in dataflow order, the same in every variant; null where a variant has none. */
export interface PeView {
  readonly header: HeaderView;
  readonly name: string;
  readonly ports: readonly string[];
  readonly localparams: readonly string[];
  /** Empty where operands arrive decoded. */
  readonly operands: readonly OperandView[];
  readonly stages: StagesView;
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
  decoders: DecoderNames,
  resolved: Resolved,
  provenance: Provenance,
): PeView {
  const aligned = alignment(resolved);
  const widths = peWidths(resolved, aligned);
  const cuts = cutsOf(resolved.config.pe.pipeline);
  const pipeline = { cuts, values: fixedValues(resolved, cuts, aligned, widths) };
  const pe = { resolved, alignment: aligned, widths, pipeline };
  return {
    header: header(peStory(pe), provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams(peParameters(pe)),
    operands: operandViews(pe, decoders),
    stages: stagesView(resolved, pipeline),
    addLogs: addLogsView(pe),
    convert: convertView(pe),
    align: alignView(pe),
    round: roundView(pe),
    accumulate: accumulateView(pe),
    unused: concatenation(unusedBits(pe)),
  };
}

interface DecoderNames {
  readonly weight: string;
  readonly activation: string;
}

function operandViews({ resolved, widths }: Pe, decoders: DecoderNames): OperandView[] {
  if (resolved.config.pe.operands === 'logs') return [];
  return [
    operandView('weight', decoders.weight, widths.weightLog),
    operandView('act', decoders.activation, widths.actLog),
  ];
}

/** Registers in front of a phase; null where none stand there. */
interface StagesView {
  readonly multiply: StageView | null;
  readonly accumulate: StageView | null;
}

function stagesView({ config }: Resolved, pipeline: Pipeline): StagesView {
  const operands =
    config.pe.operands === 'logs'
      ? 'operands as they come in; the wires to here have a cycle of their own.'
      : 'decoded operands.';
  const product = 'the shifter sees one change per operand set, no glitches of the log sum.';
  return {
    multiply: stageView(pipeline, 'multiply', operands),
    accumulate: stageView(pipeline, 'accumulate', product),
  };
}
