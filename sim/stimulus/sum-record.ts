import { writeLimbs } from '../limbs.ts';
import type { Random } from '../random.ts';

/** One {nar, acc} record in the making: many are needed, so no big integers on the way. */
export class SumRecord {
  readonly words: Uint32Array;
  readonly #width: number;
  /** Bits of the accumulator in each word. */
  readonly #masks: Uint32Array;

  constructor(accumulatorWidth: number, recordWords: number) {
    this.words = new Uint32Array(recordWords);
    this.#width = accumulatorWidth;
    this.#masks = Uint32Array.from({ length: recordWords }, (_, word) =>
      lowMask(accumulatorWidth - 32 * word),
    );
  }

  /** acc = value, nar = 0. */
  set(value: bigint): this {
    this.words.fill(0);
    writeLimbs(this.words, 0, value, this.#width);
    return this;
  }

  setNar(): this {
    return this.setBit(this.#width);
  }

  setBit(bit: number): this {
    const word = bit >>> 5;
    this.words[word] = (this.words[word] as number) | (1 << (bit & 31));
    return this;
  }

  /** acc = 1.fraction with the leading one at bit `lead`, `bits` of fraction (at most lead), and the rest below. */
  setMagnitude(
    lead: number,
    bits: number,
    fraction: number,
    below: 'zeros' | 'ones' | 'random',
    random: Random,
  ): this {
    const shift = lead - bits;
    const { words } = this;
    for (let word = 0; word < words.length; word++) {
      const fill = below === 'zeros' ? 0 : below === 'ones' ? -1 : random.word();
      words[word] = fill & lowMask(shift - 32 * word);
    }
    this.#orShifted(2 ** bits + fraction, shift);
    return this;
  }

  /** acc = -acc; nar, which is 0, stays. */
  negate(): this {
    let carry = 1;
    for (let word = 0; word < this.words.length; word++) {
      const sum = (~(this.words[word] as number) >>> 0) + carry;
      this.words[word] = sum & (this.#masks[word] as number);
      carry = sum > 0xffff_ffff ? 1 : 0;
    }
    return this;
  }

  #orShifted(value: number, shift: number): void {
    const word = shift >>> 5;
    const bit = shift & 31;
    this.words[word] = (this.words[word] as number) | (value << bit);
    if (bit === 0 || word + 1 === this.words.length) return;
    this.words[word + 1] = (this.words[word + 1] as number) | (value >>> (32 - bit));
  }
}

function lowMask(bits: number): number {
  if (bits <= 0) return 0;
  return bits >= 32 ? 0xffff_ffff : 2 ** bits - 1;
}
