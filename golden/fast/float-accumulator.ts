import { exponentBits, type FloatMacParameters } from '../exact/float-parameters.ts';
import type { Accumulator } from './accumulator.ts';
import type { FloatProductTable } from './float-product.ts';
import { floatRecord } from './float-record.ts';
import { TERM_INDEX_SHIFT, TERM_NAR, TERM_SIGN_SHIFT } from './term.ts';

/** A floating sum at zero, its sign, exponent and significand apart (section 3). */
export function createFloatAccumulator(
  parameters: FloatMacParameters,
  { octaveShift, octaveBias, octaveMask, significands }: FloatProductTable,
): Accumulator {
  const W = parameters.significand;
  const record = floatRecord({ significand: W, exponentBits: exponentBits(parameters) });
  const { exponentMask, signShift, narShift } = record;
  const limit = 2 ** W;
  const leadingZeros = 32 - W;
  let sign = 0;
  let exponent = 0;
  let bits = 0; // M as a 32-bit integer, which stays unboxed; 0 is the zero state
  let nar = 0;

  return {
    clear() {
      sign = exponent = bits = nar = 0;
    },
    load(words, offset) {
      const fields = record.read(words, offset);
      sign = fields.sign;
      exponent = fields.exponent;
      bits = fields.significand | 0;
      nar = 0;
    },
    add(term) {
      nar |= term & TERM_NAR;
      const index = term >> TERM_INDEX_SHIFT;
      if (index === 0) return;
      const octave = (index >> octaveShift) - octaveBias;
      const product = significands[index & octaveMask] as number;
      const productSign = (term >> TERM_SIGN_SHIFT) & 1;
      if (bits === 0) {
        sign = productSign;
        exponent = octave;
        bits = product | 0;
        return;
      }

      const gap = exponent - octave;
      let larger = bits >>> 0;
      let smaller = product;
      let largerSign = sign;
      if (gap < 0) {
        smaller = gap > -32 ? larger >>> -gap : 0;
        larger = product;
        largerSign = productSign;
        exponent = octave;
      } else {
        smaller = gap < 32 ? product >>> gap : 0;
      }

      if (sign === productSign) {
        const total = larger + smaller; // up to 33 bits, a Number
        const carry = total >= limit ? 1 : 0;
        bits = carry === 1 ? Math.floor(total / 2) | 0 : total | 0;
        exponent += carry;
        return;
      }
      const difference = larger - smaller;
      if (difference === 0) {
        sign = exponent = bits = 0;
        return;
      }
      sign = difference < 0 ? largerSign ^ 1 : largerSign;
      const magnitude = Math.abs(difference) | 0;
      const left = Math.clz32(magnitude) - leadingZeros;
      bits = magnitude << left;
      exponent -= left;
    },
    store(records, offset) {
      const head = (nar << narShift) | (sign << signShift) | (exponent & exponentMask);
      record.write(records, offset, head, bits);
    },
  };
}
