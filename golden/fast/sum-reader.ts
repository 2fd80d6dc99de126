import { lowBits } from './accumulator.ts';

/** Takes a fixed-point sum of P bits apart, held in ceil(P / 32) words or more (section 4, step 2). */
export interface SumReader {
  isNegative(records: Uint32Array, at: number): boolean;
  /** p * 2^X + x of |v|, given the sign of v; -1 for v = 0. */
  leadingBits(records: Uint32Array, at: number, isNegative: boolean): number;
}

/** Reads sums of P bits with the X bits below their leading one, X at most 24. */
export function createSumReader(accumulatorWidth: number, inputBits: number): SumReader {
  const limbs = Math.ceil(accumulatorWidth / 32);
  const masks = lowBits(accumulatorWidth, limbs);
  const signLimb = limbs - 1;
  const signBit = (accumulatorWidth - 1) & 31;
  const magnitude = new Int32Array(limbs);

  return {
    isNegative: (records, at) => (((records[at + signLimb] as number) >>> signBit) & 1) === 1,
    leadingBits(records, at, isNegative) {
      readMagnitude(records, at, isNegative);
      let limb = signLimb;
      while (limb >= 0 && magnitude[limb] === 0) limb--;
      if (limb < 0) return -1;
      const lead = 31 - Math.clz32(magnitude[limb] as number);
      return (32 * limb + lead) * 2 ** inputBits + bitsBelow(limb, lead);
    },
  };

  /** |v|, which fits P bits without sign. */
  function readMagnitude(records: Uint32Array, at: number, isNegative: boolean): void {
    const flip = isNegative ? -1 : 0;
    let carry = isNegative ? 1 : 0;
    for (let limb = 0; limb < limbs; limb++) {
      const sum = (((records[at + limb] as number) ^ flip) + carry) | 0;
      magnitude[limb] = sum & (masks[limb] as number);
      carry &= sum === 0 ? 1 : 0;
    }
  }

  /** The X bits below the leading one, which is bit `lead` of a limb. */
  function bitsBelow(limb: number, lead: number): number {
    const rest = (magnitude[limb] as number) ^ (1 << lead);
    if (lead >= inputBits) return rest >>> (lead - inputBits);
    const missing = inputBits - lead;
    const lower = limb > 0 ? (magnitude[limb - 1] as number) >>> (32 - missing) : 0;
    return (rest << missing) | lower;
  }
}
