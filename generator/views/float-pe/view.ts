import type { FloatResolved } from '../../config/resolve.ts';
import type { ModuleDescription, Port } from '../../design.ts';
import { type HeaderView, header, type Provenance } from '../header.ts';
import { type NormaliseView, normaliseView } from '../normalise.ts';
import {
  type AddLogsView,
  addLogsView,
  type DecoderNames,
  type OperandView,
  operandViews,
} from '../pe/add-logs.ts';
import { type AntilogView, antilogView } from '../pe/antilog.ts';
import { productArithmetic } from '../pe/arithmetic.ts';
import { type ConvertView, convertView } from '../pe/convert.ts';
import { cutsOf } from '../pe/pipeline.ts';
import { pePortsAround } from '../pe/ports.ts';
import { type StagesView, stagesView } from '../pe/stage.ts';
import { unusedFraction } from '../pe/unused.ts';
import { input, output, portLines } from '../ports.ts';
import { localparams, slice, unusedValue } from '../text.ts';
import {
  type AccumulateFloatView,
  type AddMagnitudesView,
  type AlignFloatView,
  accumulateFloatView,
  addMagnitudesView,
  alignFloatView,
  type CompareView,
  compareView,
} from './add.ts';
import { type FloatPe, floatValues, floatWidths } from './float.ts';
import { type ProductView, productView } from './product.ts';
import { floatPeParameters, floatPeStory } from './story.ts';

export function floatPePorts(resolved: FloatResolved): Port[] {
  const { acc } = floatWidths(resolved);
  return pePortsAround(
    resolved,
    input('start_i', acc, 'start value {sign, exponent, significand}'),
    output('acc_o', acc, 'sum of products {sign, exponent, significand}'),
  );
}

/** Sections in dataflow order, the first ones as in a PE with a fixed-point sum. */
export interface FloatPeView {
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
  readonly product: ProductView;
  readonly compare: CompareView;
  readonly align: AlignFloatView;
  readonly add: AddMagnitudesView;
  readonly normalise: NormaliseView;
  readonly accumulate: AccumulateFloatView;
  readonly unused: string;
}

export function floatPeView(
  module: ModuleDescription,
  decoders: DecoderNames,
  resolved: FloatResolved,
  provenance: Provenance,
): FloatPeView {
  const cuts = cutsOf(resolved.config.pe.pipeline);
  const pipeline = { cuts, values: floatValues(resolved, cuts) };
  const arithmetic = productArithmetic(resolved);
  const pe: FloatPe = { resolved, arithmetic, widths: floatWidths(resolved), pipeline };
  return {
    header: header(floatPeStory(pe), provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams(floatPeParameters(pe)),
    operands: operandViews(resolved, pe.widths, decoders),
    stages: stagesView(resolved, pipeline),
    addLogs: addLogsView(pe),
    convert: convertView(arithmetic),
    antilog: antilogView(arithmetic, 'fraction', 'significand'),
    product: productView(pe),
    compare: compareView(pe),
    align: alignFloatView(pe),
    add: addMagnitudesView(pe),
    normalise: normaliseView('total', 'TotalWidth', pe.widths.total),
    accumulate: accumulateFloatView(pe),
    unused: unusedValue(unusedBits(pe)),
  };
}

/** Slices that this configuration computes along but never reads. */
function unusedBits({ arithmetic, widths }: FloatPe): string[] {
  const cut = widths.significand - widths.sumSignificand;
  return [
    ...unusedFraction(arithmetic),
    ...(cut > 0 ? [slice('significand', cut - 1, 0)] : []),
    'normal_0[0]',
  ];
}
