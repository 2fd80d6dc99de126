import { EN_I, FIRST_I, type MacStream, RST_NI } from '../../golden/fast/index.ts';
import type { LpFormat } from '../../golden/format.ts';
import { limbsOf } from '../limbs.ts';
import type { Random } from '../random.ts';
import { CONTINUE, type Cycle, CycleWriter, OPEN, RESET } from './cycles.ts';
import { specialWords } from './special-words.ts';
import type { StartValues } from './start-values.ts';

export interface TrafficOptions {
  readonly weight: LpFormat;
  readonly activation: LpFormat;
  /** Bits of a partial sum. */
  readonly sumBits: number;
  /** Products of a chain: K. */
  readonly depth: number;
  readonly starts: StartValues;
}

const RANDOM_STARTS = 59;
const RESET_PERIOD = 400;
const EARLY_FIRST_PERIOD = 100;
const NAR_PERIOD = 32;
/** One gap per so many cycles; 0 leaves none. */
const GAP_PERIODS = [0, 8, 2];

/**
 * Chains of products as an array would feed them, from a reset on: random gaps in en_i with garbage
 * on every other input, sums that start early, resets in mid-chain.
 */
export function traffic(options: TrafficOptions, cycles: number, random: Random): MacStream {
  const { weight, activation, sumBits, depth } = options;
  const pickWeight = wordPicker(weight, random);
  const pickActivation = wordPicker(activation, random);
  const starts = startPool(options, random);
  const writer = new CycleWriter(cycles, sumBits);
  const cycle = (flags: number, allowsNar: boolean): Cycle => ({
    flags,
    weight: pickWeight(allowsNar),
    activation: pickActivation(allowsNar),
    start: random.pick(starts),
  });

  writer.push(cycle(RESET, true));
  while (!writer.full) chain();
  return writer.stream;

  /** Half of the chains are free of NaR, or nar_o would be high most of the time. */
  function chain(): void {
    const allowsNar = random.once(2);
    const gapPeriod = random.pick(GAP_PERIODS);
    const length = random.once(2) ? depth : 1 + random.below(Math.min(depth, 32));
    for (let product = 0; product < length && !writer.full; product++) {
      while (gapPeriod > 0 && random.once(gapPeriod)) writer.push(gap());
      const opens = product === 0 || random.once(EARLY_FIRST_PERIOD);
      writer.push(cycle(opens ? OPEN : CONTINUE, allowsNar));
      if (random.once(RESET_PERIOD)) writer.push(cycle(random.below(4) * EN_I, true));
    }
  }

  function gap(): Cycle {
    return cycle(RST_NI | (random.once(2) ? FIRST_I : 0), true);
  }
}

/** Half of the words are special ones. */
function wordPicker(format: LpFormat, random: Random): (allowsNar: boolean) => number {
  const special = specialWords(format);
  const count = 2 ** format.n;
  return (allowsNar) => {
    if (allowsNar && random.once(NAR_PERIOD)) return format.narWord;
    const word = random.once(2) ? random.below(count) : random.pick(special);
    return word === format.narWord && !allowsNar ? format.maxWord : word;
  };
}

function startPool(options: TrafficOptions, random: Random): Uint32Array[] {
  const { sumBits, starts } = options;
  const { fixed } = starts;
  const others = Array.from({ length: RANDOM_STARTS }, () => starts.random(random));
  return [...fixed, ...fixed, ...others].map((value) => limbsOf(value, sumBits));
}
