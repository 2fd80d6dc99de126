import { svZeroExtend } from '../../../systemverilog.ts';
import { assignments, declarations, localparams, slice, unusedValue } from '../../../views/text.ts';
import type { Body } from '../../datapath.ts';
import { fieldsOf, type ScaledProduct } from './product.ts';
import { type ShiftSource, shiftParameters, shiftView, unusedByShift } from './shift-view.ts';
import { significandView } from './significand-view.ts';

/** Multiplies two decoded numbers with exponents. */
export function scaledProductBody(product: ScaledProduct, story: readonly string[]): Body {
  const source: ShiftSource = {
    window: product.window,
    distanceBits: product.distanceBits,
    actNegative: fieldsOf(product).actNegative,
    terms: 'terms_o',
    lane: '',
  };
  return {
    template: 'scaled-product',
    story,
    view: {
      localparams: localparams(shiftParameters(source)),
      significand: significandView(product),
      scale: scaleView(product),
      shift: shiftView(source),
      unused: unusedValue(unusedByShift(source)),
    },
  };
}

/** Sign and distance of the product. */
function scaleView(product: ScaledProduct) {
  const { distanceBits } = product;
  const { weightNegative, actNegative } = fieldsOf(product);
  return {
    signals: declarations([
      { name: 'negative', meaning: 'sign of the product' },
      ...(distanceBits > 0
        ? [
            {
              name: 'distance',
              width: 'DistanceWidth',
              meaning: 'octaves below the largest product',
            },
          ]
        : []),
    ]),
    assignments: assignments({
      negative: `${weightNegative} ^ ${actNegative}`,
      ...(distanceBits > 0 ? { distance: distanceSum(product) } : {}),
    }),
  };
}

function distanceSum(product: ScaledProduct): string {
  const { distanceBits, weightCode, actCode } = product;
  const { weightDistance, actDistance } = fieldsOf(product);
  const weight =
    weightCode.distanceBits > distanceBits
      ? slice('weight_i', weightCode.fractionBits + distanceBits - 1, weightCode.fractionBits)
      : svZeroExtend(weightDistance, weightCode.distanceBits, distanceBits);
  if (actCode.distanceBits === 0) return weight;
  return `${weight} + ${svZeroExtend(actDistance, actCode.distanceBits, distanceBits)}`;
}
