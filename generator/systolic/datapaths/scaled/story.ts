import type { Datapath } from '../../../../golden/datapaths/index.ts';
import { alignColumns } from '../../../../system/text.ts';
import { svLiteral } from '../../../systemverilog.ts';
import { lsbText } from '../../../views/text.ts';
import type { ScaledFormat } from './format.ts';
import type { ScaledProduct } from './product.ts';

/** Header of a weight's decoder, with words of this very format. */
export function weightStory({ weight, weightCode }: ScaledProduct, datapath: Datapath): string[] {
  const { zeroIsFar, clamped, distanceBits, deepest } = weightCode;
  const fields = weight.fractionBits > 0 ? '{sign, distance, fraction}' : '{sign, distance}';
  const far = clamped
    ? `Zero and all that leaves nothing of any product has the distance ${deepest}`
    : 'Zero has the largest distance';
  return [
    `Decoder of ${weight.name} weights: what PEs hold of them, ${fields}.`,
    '',
    `A weight is 2^(${weight.top} - distance) * 1.fraction: it always has its leading one, which is not held. ` +
      (zeroIsFar
        ? `${far}, at which every product is shifted out.`
        : `Zero has a code of ${distanceBits + weight.fractionBits} bits that no number has.`),
    '',
    ...exampleRows(weight, (word) => datapath.weightValue(0, 0, word)),
  ];
}

/** Header of an activation's decoder; `more` is what else PEs read. */
export function actStory(
  { activation, actCode, hasTriple }: ScaledProduct,
  datapath: Datapath,
  more: readonly string[] = [],
): string[] {
  const { distanceBits, clamped, deepest } = actCode;
  const lsb = activation.top - activation.fractionBits;
  const fields = [
    'sign',
    ...(distanceBits > 0 ? ['distance'] : []),
    ...(hasTriple ? ['triple'] : []),
    'significand',
  ].join(', ');
  return [
    `Decoder of ${activation.name} activations: what PEs read of them, {${fields}}.`,
    '',
    `An activation is ${distanceBits > 0 ? `2^(${lsb} - distance)` : `2^${lsb}`} * significand.` +
      (hasTriple
        ? ' Its triple spares every PE an adder; the lowest bit is that of the significand.'
        : '') +
      (clamped ? ` Below a distance of ${deepest} nothing is left of any product.` : ''),
    '',
    ...more.flatMap((paragraph) => [paragraph, '']),
    ...exampleRows(activation, datapath.activationValue),
  ];
}

/** Words of a format that a header may show. */
export type ExampleWords = Pick<ScaledFormat, 'name' | 'bits' | 'hasSignBit' | 'largestWord'>;

/** Smallest and largest positive word, and a negative one between. */
export function exampleRows(format: ExampleWords, read: (word: number) => number | null): string[] {
  const { name, bits, largestWord } = format;
  const rows = [...new Set([1, negativeWord(format), largestWord])].map((word) => [
    svLiteral(word, bits, 'binary'),
    String(read(word)),
  ]);
  return alignColumns([[`code_i, ${name}`, 'value'], ...rows], [1]).map((row) => `  ${row}`);
}

function negativeWord({ bits, hasSignBit, largestWord }: ExampleWords): number {
  const magnitude = Math.max(1, Math.floor(0.7 * largestWord));
  return hasSignBit ? 2 ** (bits - 1) + magnitude : 2 ** bits - magnitude;
}

/** Header of the product, with one of this very configuration. */
export function productStory(product: ScaledProduct, datapath: Datapath): string[] {
  const { weight, activation, window } = product;
  return [
    `Product of a weight (${weight.name}) and an activation (${activation.name}), both decoded: the bits ` +
      'that a sum adds.',
    '',
    'Significands are multiplied exactly; the sum of both distances shifts the product down from ' +
      `where the largest one is, in a window of ${window.bits} bits. ` +
      (window.least < 0
        ? `What lies below the LSB of the sum, ${lsbOf(datapath)}, is cut.`
        : `No bit of any product lies below the LSB of the sum, ${lsbOf(datapath)}.`),
    '',
    exampleProduct(weight, activation, datapath),
  ];
}

function lsbOf({ fraction }: Datapath): string {
  return lsbText(fraction).slice('LSB '.length);
}

/** One product of two words, by the golden model. */
export function exampleProduct(
  weight: ExampleWords,
  activation: ExampleWords,
  datapath: Datapath,
): string {
  const weightWord = negativeWord(weight);
  const actWord = Math.max(1, Math.floor(0.6 * activation.largestWord));
  const text = (word: number, { bits }: ExampleWords, value: number | null) =>
    `${svLiteral(word, bits, 'binary')} (${value})`;
  return (
    `Example: weight ${text(weightWord, weight, datapath.weightValue(0, 0, weightWord))} times activation ` +
    `${text(actWord, activation, datapath.activationValue(actWord))} adds ` +
    `${datapath.product(0, 0, weightWord, actWord)} LSBs.`
  );
}
