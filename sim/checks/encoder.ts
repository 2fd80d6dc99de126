import type { RequantiseParameters } from '../../golden/exact/requantise.ts';
import { createRequantizer, type FastRequantizer } from '../../golden/fast/index.ts';
import { signedText, wordText } from '../explain.ts';
import { bytesOf, readLimbs } from '../limbs.ts';
import { countedInput } from '../stimulus/counting.ts';
import { encoderRecords } from '../stimulus/sums.ts';
import {
  type Block,
  type Difference,
  differingFields,
  type Explanation,
  NO_INPUT,
  type Workload,
} from '../workload.ts';
import { FULL, type Scope } from './scope.ts';

const BLOCK_RECORDS = 2 ** 15;

/** What an encoder is put through: every sum where they are few, else every kind of sum. */
export function encoderChecks(
  parameters: RequantiseParameters,
  seed: number,
  scope: Scope = FULL,
): Workload[] {
  const requantizer = createRequantizer(parameters);
  const inputBits = parameters.accumulatorWidth + 1;
  if (inputBits <= scope.sumBits) return [allSums(parameters, requantizer, inputBits)];
  return [sampledSums(parameters, requantizer, seed, scope)];
}

function allSums(
  parameters: RequantiseParameters,
  requantizer: FastRequantizer,
  inputBits: number,
): Workload {
  const vectors = 2 ** inputBits;
  return {
    name: 'all sums',
    exhaustive: true,
    args: ['count', String(vectors)],
    fed: false,
    recordWords: 1,
    *blocks(): Iterable<Block> {
      for (let begin = 0; begin < vectors; begin += BLOCK_RECORDS) {
        const length = Math.min(BLOCK_RECORDS, vectors - begin);
        const records = Uint32Array.from({ length }, (_, index) =>
          countedInput(begin + index, vectors),
        );
        yield { input: NO_INPUT, expected: requantizer.run(records) };
      }
    },
    explain: (difference) =>
      explain(parameters, BigInt(countedInput(difference.index, vectors)), difference),
  };
}

function sampledSums(
  parameters: RequantiseParameters,
  requantizer: FastRequantizer,
  seed: number,
  { randomSums }: Scope,
): Workload {
  const { recordWords } = requantizer;
  const inputs = () =>
    encoderRecords(parameters, requantizer, { seed, randomSums, blockRecords: BLOCK_RECORDS });
  return {
    name: 'sums of every magnitude',
    exhaustive: false,
    args: ['records'],
    fed: true,
    recordWords: 1,
    *blocks(): Iterable<Block> {
      for (const records of inputs()) {
        yield { input: bytesOf(records), expected: requantizer.run(records) };
      }
    },
    explain(difference) {
      let at = difference.index * recordWords;
      for (const records of inputs()) {
        if (at < records.length) {
          return explain(parameters, readLimbs(records, at, recordWords), difference);
        }
        at -= records.length;
      }
      throw new RangeError(`no record ${difference.index}`);
    },
  };
}

function explain(
  { accumulatorWidth, output }: RequantiseParameters,
  input: bigint,
  { expected, got }: Difference,
): Explanation {
  const wanted = { code_o: wordText(output, expected[0] as number) };
  const seen = { code_o: wordText(output, got[0] as number) };
  return {
    inputs: {
      acc_i: signedText(input, accumulatorWidth),
      nar_i: String(input >> BigInt(accumulatorWidth)),
    },
    expected: wanted,
    got: seen,
    differs: differingFields(wanted, seen),
  };
}
