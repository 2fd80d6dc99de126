import { type ArrayTile, lanesOfWord } from '../../../golden/exact/index.ts';
import { decodeTable } from '../../../golden/fast/index.ts';
import { formatName, type LpFormat } from '../../../golden/format.ts';
import type { ArraySubject } from '../parameters.ts';

/** About log2 of what each channel sums for the first vector of some tiles; -Infinity where that is 0. */
export function firstSums({ shape }: ArraySubject, tiles: readonly ArrayTile[]): Float64Array {
  const { rows, cols } = shape;
  const lanes = shape.lanes.length;
  const sums = new Float64Array(cols * lanes);
  for (const { weight, activation, weights, activations } of tiles) {
    const weightValues = valuesOf(weight);
    const actValues = valuesOf(activation);
    const used = lanesOfWord(weight.n);
    for (let at = 0; at < rows * cols; at++) {
      const act = actValues[activations[Math.floor(at / cols)] as number] as number;
      const container = weights[at] as number;
      for (let lane = 0; lane < used; lane++) {
        const word = (container >> (lane * weight.n)) % 2 ** weight.n;
        const channel = (at % cols) * lanes + lane;
        sums[channel] = (sums[channel] as number) + (weightValues[word] as number) * act;
      }
    }
  }
  return sums.map((sum) => Math.log2(Math.abs(sum)));
}

const tables = new Map<string, Float64Array>();

/** The numbers of a format's words; 0 for NaR. */
function valuesOf(format: LpFormat): Float64Array {
  const known = tables.get(formatName(format));
  if (known !== undefined) return known;
  const { kind, sign, log } = decodeTable(format);
  const values = Float64Array.from(kind, (special, word) => {
    if (special !== 0) return 0;
    const magnitude = 2 ** ((log[word] as number) / 2 ** format.fractionBits);
    return sign[word] === 1 ? -magnitude : magnitude;
  });
  tables.set(formatName(format), values);
  return values;
}
