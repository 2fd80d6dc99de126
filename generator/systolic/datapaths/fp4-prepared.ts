import { type OptionsOf, openDatapath } from '../../../golden/datapaths/index.ts';
import type { DatapathPlan } from '../datapath.ts';
import { floatWeightDecoder } from './float/decoders.ts';
import { floatLayout } from './float/layout.ts';
import { preparedActDecoder, preparedBusBits } from './fp4/act-decoder.ts';
import { preparedProductBody } from './fp4/product-body.ts';
import { scaledProduct, storedBits } from './scaled/product.ts';
import { weightStory } from './scaled/story.ts';
import { windowConstant, windowTerms } from './scaled/window.ts';

/** FP4 weights times 8-bit integers, of which the edge prepares the triple: 1.5x, in halves. */
export function preparedFp4Plan(options: OptionsOf<'fp4-prepared'>): DatapathPlan {
  const { nonNegative } = options;
  const datapath = openDatapath(options);
  const layout = floatLayout('e2m1');
  const product = scaledProduct({
    weight: layout.format,
    activation: integers(nonNegative ? 127 : 128),
    fraction: datapath.fraction,
    align: 'truncate',
  });
  return {
    storedBits: storedBits(product),
    busBits: preparedBusBits(nonNegative),
    lanes: 1,
    productLatency: 0,
    weightDecoder: floatWeightDecoder({
      layout,
      product,
      story: weightStory(product, datapath),
      hasNar: false,
    }),
    actDecoder: preparedActDecoder(nonNegative),
    product: preparedProductBody(product, nonNegative, datapath),
    terms: windowTerms(product.window, 0),
    constants: [[windowConstant(product.window)]],
    hasNar: false,
  };
}

/** Magnitudes of integers, as numbers that all have the same exponent. */
function integers(largest: number) {
  const fractionBits = Math.floor(Math.log2(largest));
  return {
    name: 'INT8',
    bits: 8,
    hasSignBit: false,
    fractionBits,
    top: fractionBits,
    largest,
    largestWord: 127,
    least: 0,
    numbers: [],
    depth: 0,
  };
}
