import type { FixedResolved } from '../../config/resolve.ts';
import type { ModuleDescription, Port } from '../../design.ts';
import { type HeaderView, header, type Provenance } from '../header.ts';
import { input, output, portLines, signedPort } from '../ports.ts';
import { localparams, lsbText, unusedValue } from '../text.ts';
import { type AccumulateView, accumulateView } from './accumulate.ts';
import {
  type AddLogsView,
  addLogsView,
  type DecoderNames,
  type OperandView,
  operandViews,
} from './add-logs.ts';
import { type AlignView, alignView } from './align.ts';
import { type AntilogView, antilogView } from './antilog.ts';
import { sumArithmetic } from './arithmetic.ts';
import { type ConvertView, convertView } from './convert.ts';
import { fixedPe } from './fixed-pe.ts';
import { cutsOf } from './pipeline.ts';
import { pePortsAround } from './ports.ts';
import { type RoundView, roundView } from './round.ts';
import { type ShiftView, shiftView } from './shift.ts';
import { type StagesView, stagesView } from './stage.ts';
import { peParameters, peStory } from './story.ts';
import { unusedBits, unusedFraction } from './unused.ts';

export function pePorts(resolved: FixedResolved): Port[] {
  const P = resolved.mac.accumulatorWidth;
  const lsb = lsbText(resolved.mac.accumulatorFraction);
  return pePortsAround(
    resolved,
    signedPort(input('start_i', P, `start value, ${lsb}`)),
    signedPort(output('acc_o', P, `sum of products, ${lsb}`)),
  );
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
  readonly antilog: AntilogView;
  readonly align: AlignView;
  readonly shift: ShiftView;
  readonly round: RoundView | null;
  readonly accumulate: AccumulateView;
  /** Slices that nothing reads; empty where every bit is used. */
  readonly unused: string;
}

export function peView(
  module: ModuleDescription,
  decoders: DecoderNames,
  resolved: FixedResolved,
  provenance: Provenance,
): PeView {
  const { operands, pipeline } = resolved.config.pe;
  const pe = fixedPe(sumArithmetic(resolved), operands, cutsOf(pipeline));
  return {
    header: header(peStory(resolved, pe), provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams(peParameters(pe)),
    operands: operandViews(resolved, pe.widths, decoders),
    stages: stagesView(resolved, pe.pipeline),
    addLogs: addLogsView(pe),
    convert: convertView(pe.arithmetic),
    antilog: antilogView(pe.arithmetic, 'fraction', 'significand'),
    align: alignView(pe),
    shift: shiftView(pe),
    round: roundView(pe),
    accumulate: accumulateView(pe),
    unused: unusedValue(unusedBits(pe, unusedFraction(pe.arithmetic))),
  };
}
