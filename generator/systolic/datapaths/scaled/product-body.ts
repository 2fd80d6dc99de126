import { svLiteral, svZeroExtend } from '../../../systemverilog.ts';
import { declarations, localparams, unusedValue } from '../../../views/text.ts';
import type { Body } from '../../datapath.ts';
import { alone, fieldsOf, type Place, type ScaledProduct } from './product.ts';
import {
  laneName,
  type ShiftSource,
  shiftParameters,
  shiftView,
  unusedByShift,
} from './shift-view.ts';
import { significandView } from './significand-view.ts';

/** Multiplies two decoded numbers with exponents. */
export function scaledProductBody(product: ScaledProduct, story: readonly string[]): Body {
  const { parameters, unused, view } = scaledLane(product, alone(product), 'terms_o');
  return {
    template: 'scaled-product',
    story,
    view: { localparams: localparams(parameters), product: view, unused: unusedValue(unused) },
  };
}

/** Sections of one multiplication: from the fields of the operands to `terms`. */
export function scaledLane(product: ScaledProduct, place: Place, terms: string) {
  const { lane } = place;
  const { weightNegative, actNegative } = fieldsOf(product, place);
  const [negative, distance] = [laneName('negative', lane), laneName('distance', lane)];
  const distanceBits = Math.max(1, product.distanceBits);
  const source: ShiftSource = { window: product.window, distanceBits, actNegative, terms, lane };
  return {
    parameters: shiftParameters(source),
    unused: unusedByShift(source),
    view: {
      negative,
      distance,
      signals: declarations([
        { name: negative, meaning: 'sign of the product' },
        { name: distance, width: `DistanceWidth${lane}`, meaning: 'of the product' },
      ]),
      sign: `${weightNegative} ^ ${actNegative}`,
      distances: distanceSum(product, place, distanceBits),
      significand: significandView(product, place),
      shift: shiftView(source),
    },
  };
}

function distanceSum(product: ScaledProduct, place: Place, bits: number): string {
  const { distanceBits, fractionBits } = product.weightCode;
  const { weightBits, actDistance } = fieldsOf(product, place);
  // What tells zero apart only is above the distances of numbers.
  const read = Math.min(distanceBits, bits);
  const weight = svZeroExtend(weightBits(fractionBits + read - 1, fractionBits), read, bits);
  const act = place.bus.actCode.distanceBits;
  if (act === 0) return product.distanceBits === 0 ? svLiteral(0, bits) : weight;
  return `${weight} + ${svZeroExtend(actDistance, act, bits)}`;
}
