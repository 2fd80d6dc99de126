import type { Datapath } from '../../../../golden/datapaths/index.ts';
import { alignColumns } from '../../../../system/text.ts';
import { svLiteral } from '../../../systemverilog.ts';
import { lsbText } from '../../../views/text.ts';
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
    ...exampleRows(weight.name, weight.bits, (word) => datapath.weightValue(0, 0, word)),
  ];
}

/** Header of an activation's decoder. */
export function actStory(
  { activation, actCode, hasTriple }: ScaledProduct,
  datapath: Datapath,
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
    ...exampleRows(activation.name, activation.bits, datapath.activationValue),
  ];
}

/** Smallest and largest positive word, and a negative one between. */
export function exampleRows(
  name: string,
  bits: number,
  read: (word: number) => number | null,
): string[] {
  const words = [1, negativeWord(bits), 2 ** (bits - 1) - 1];
  const rows = words.map((word) => {
    const value = read(word);
    return [svLiteral(word, bits, 'binary'), value === null ? 'none' : String(value)];
  });
  return alignColumns([[`code_i, ${name}`, 'value'], ...rows], [1]).map((row) => `  ${row}`);
}

function negativeWord(bits: number): number {
  return 2 ** bits - 1 - Math.floor(0.3 * 2 ** (bits - 1));
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
    exampleProduct(weight.bits, activation.bits, datapath),
  ];
}

function lsbOf({ fraction }: Datapath): string {
  return lsbText(fraction).slice('LSB '.length);
}

/** One product of two words, by the golden model. */
export function exampleProduct(weightBits: number, actBits: number, datapath: Datapath): string {
  const weightWord = negativeWord(weightBits);
  const actWord = Math.floor(0.6 * 2 ** (actBits - 1));
  const text = (word: number, bits: number, value: number | null) =>
    `${svLiteral(word, bits, 'binary')} (${value})`;
  return (
    `Example: weight ${text(weightWord, weightBits, datapath.weightValue(0, 0, weightWord))} times activation ` +
    `${text(actWord, actBits, datapath.activationValue(actWord))} adds ` +
    `${datapath.product(0, 0, weightWord, actWord)} LSBs.`
  );
}
