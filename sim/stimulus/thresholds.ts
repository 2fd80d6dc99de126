import type { RequantiseParameters } from '../../golden/exact/requantise.ts';
import type { FastRequantizer } from '../../golden/fast/index.ts';
import { createRandom } from '../random.ts';
import { SumRecord } from './sum-record.ts';

/** Every sum at which the word changes, with its neighbours, in both signs. */
export function* thresholdSums(
  record: SumRecord,
  parameters: RequantiseParameters,
  requantizer: FastRequantizer,
): Iterable<Uint32Array> {
  for (const threshold of thresholds(parameters, requantizer)) {
    for (const value of [threshold - 1n, threshold, threshold + 1n]) {
      yield record.set(value).words;
      yield record.set(-value).words;
    }
  }
}

/**
 * Positive sums whose word differs from that of the sum one LSB below. The word follows from the
 * leading one and the X bits below it, so those are gone through, one leading one at a time.
 */
function* thresholds(
  { accumulatorWidth, inputBits }: RequantiseParameters,
  requantizer: FastRequantizer,
): Iterable<bigint> {
  const { recordWords } = requantizer;
  const record = new SumRecord(accumulatorWidth, recordWords);
  const unused = createRandom(0, 'no bits below');
  let previous = 0;
  for (let lead = 0; lead < accumulatorWidth - 1; lead++) {
    const bits = Math.min(lead, inputBits);
    const records = new Uint32Array(2 ** bits * recordWords);
    for (let fraction = 0; fraction < 2 ** bits; fraction++) {
      const { words } = record.setMagnitude(lead, bits, fraction, 'zeros', unused);
      records.set(words, fraction * recordWords);
    }
    for (const [fraction, word] of requantizer.run(records).entries()) {
      if (word !== previous) yield BigInt(2 ** bits + fraction) << BigInt(lead - bits);
      previous = word;
    }
  }
}
