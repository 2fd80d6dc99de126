import { isFloat, type Mac } from '../../golden/exact/index.ts';
import { readLimbs } from '../limbs.ts';
import { macSumForm, sumNumber } from '../sum-form.ts';

/** What came out of the hardware for one sum, and what was meant. */
export interface Answer {
  /** Records of the PE. */
  readonly records: Uint32Array;
  /** Record in which the sum is complete. */
  readonly index: number;
  /** The sum of products of the numbers before they were encoded. */
  readonly reference: number;
}

/** Compares the sums of a PE with sums of real numbers. */
export class LayerTally {
  /** Sums with NaR set. They have no value and count nowhere else. */
  nar = 0;
  #signal = 0;
  #noise = 0;
  readonly #form;
  readonly #words;
  /** Value of a sum's unit: 2^-A and both scale factors (specification, section 4). */
  readonly #unit: number;

  /** `recordWords` 32-bit words hold {nar, acc}. */
  constructor(parameters: Mac, recordWords: number) {
    this.#form = macSumForm(parameters);
    this.#words = recordWords;
    const fraction = isFloat(parameters) ? 0 : parameters.accumulatorFraction;
    this.#unit = 2 ** -(fraction + parameters.weight.sf + parameters.activation.sf);
  }

  add({ records, index, reference }: Answer): void {
    const record = readLimbs(records, index * this.#words, this.#words);
    if (((record >> BigInt(this.#form.bits)) & 1n) === 1n) {
      this.nar++;
      return;
    }
    const held = sumNumber(this.#form, record) * this.#unit;
    this.#signal += reference ** 2;
    this.#noise += (reference - held) ** 2;
  }

  /** 10 log10(sum y^2 / sum (y - held)^2) in dB; null where that is no number: no noise, no signal. */
  get sqnr(): number | null {
    const ratio = 10 * Math.log10(this.#signal / this.#noise);
    return Number.isFinite(ratio) ? ratio : null;
  }
}
