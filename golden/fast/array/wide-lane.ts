import type { ArrayParameters, LaneWidths } from '../../exact/array-parameters.ts';
import {
  accumulatorLimbs,
  createAccumulator,
  recordWordsOf,
  startWordsOf,
  toWords,
} from '../accumulator.ts';
import { type ProductTable, productTable } from '../product.ts';
import { createSumReader } from '../sum-reader.ts';
import { TERM_NAR } from '../term.ts';
import { pairKey } from './format-key.ts';
import type { LaneSums } from './lane-sums.ts';
import { wordOfLog } from './log-words.ts';
import { createRecent } from './recent.ts';

/** Tables of products that a lane keeps. */
const MOST_TABLES = 16;

/** A tile has fewer products than pairs of 8-bit words: beyond this a table of them does not pay. */
const LARGEST_PAIR_BITS = 10;

/** The term that adds entry 0 of a table of magnitudes, with its sign as it is. */
const ENTRY_0 = 0;

/** Any widths and overflow: sums in 32-bit limbs, one product at a time. */
export function createWideLane(
  { rows, cols, arithmetic, requantise }: ArrayParameters,
  widths: LaneWidths,
  significandLogs: Int32Array,
): LaneSums {
  const inner = { ...arithmetic, accumulatorWidth: widths.tile };
  const tableOf = createRecent<ProductTable>(MOST_TABLES);
  const tileSum = new Uint32Array(recordWordsOf(widths.tile));
  // The outer accumulator's only term is the tile's sum.
  const limbs = accumulatorLimbs(widths.row);
  const extended = new Int32Array(limbs);
  const outer = createAccumulator(
    { overflow: arithmetic.overflow, accumulatorWidth: widths.row },
    { limbs, magnitudes: extended },
  );
  const recordWords = recordWordsOf(widths.row);
  const startWords = startWordsOf(widths.row);
  const reader = createSumReader(widths.row, requantise.inputBits);
  const significands = 2 ** requantise.inputBits;
  let vectors = 0;
  /** Records of cols x vectors. */
  let sums = new Uint32Array(0);

  return {
    begin(starts, count) {
      vectors = count;
      sums = new Uint32Array(cols * vectors * recordWords);
      const words = toWords(starts, startWords);
      for (let sum = 0; sum < cols * vectors; sum++) {
        outer.load(words, Math.floor(sum / vectors) * startWords);
        outer.store(sums, sum * recordWords);
      }
    },
    add({ weight, activation }, weights, activations) {
      const parameters = { ...inner, weight, activation };
      const table = tableOf(pairKey(parameters), () =>
        productTable(parameters, accumulatorLimbs(widths.tile), LARGEST_PAIR_BITS),
      );
      const accumulator = createAccumulator(parameters, table);
      for (let column = 0; column < cols; column++) {
        for (let vector = 0; vector < vectors; vector++) {
          accumulator.clear();
          for (let row = 0; row < rows; row++) {
            const weightWord = weights[column * rows + row] as number;
            // The flag of a NaR is kept beside the sums.
            accumulator.add(
              table.term(weightWord, activations.words[row * vectors + vector] as number) &
                ~TERM_NAR,
            );
          }
          accumulator.store(tileSum, 0);
          signExtend(tileSum, widths.tile, extended);
          const at = (column * vectors + vector) * recordWords;
          outer.load(sums, at);
          outer.add(ENTRY_0);
          outer.store(sums, at);
        }
      }
    },
    write(column, { logWords, relu, base }, { words, at, stride }) {
      for (let vector = 0; vector < vectors; vector++) {
        const from = (column * vectors + vector) * recordWords;
        const isNegative = reader.isNegative(sums, from);
        const leading = reader.leadingBits(sums, from, isNegative);
        if (leading < 0 || (relu && isNegative)) {
          words[at + vector * stride] = 0;
          continue;
        }
        const octave = Math.floor(leading / significands);
        const fraction = significandLogs[leading - octave * significands] as number;
        const word = wordOfLog(logWords, base + octave * 2 ** requantise.fraction + fraction);
        words[at + vector * stride] = isNegative ? -word & logWords.wordMask : word;
      }
    },
  };
}

/** Writes an integer of `width` bits into all limbs of another. */
function signExtend(words: Uint32Array, width: number, limbs: Int32Array): void {
  const top = (width - 1) >> 5;
  const unused = 31 - ((width - 1) & 31);
  for (let limb = 0; limb < top; limb++) limbs[limb] = words[limb] as number;
  const highest = ((words[top] as number) << unused) >> unused;
  limbs[top] = highest;
  limbs.fill(highest >> 31, top + 1);
}
