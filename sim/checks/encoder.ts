import { isFloat, type Requantise, type RequantiseParameters } from '../../golden/exact/index.ts';
import { createRequantizer, type FastRequantizer } from '../../golden/fast/index.ts';
import { countedInput } from '../stimulus/counting.ts';
import { encoderRecords } from '../stimulus/sums.ts';
import { type Block, NO_INPUT, type Workload } from '../workload.ts';
import { explainSum, fedSums } from './encoder-sums.ts';
import { floatEncoderChecks } from './float-encoder.ts';
import { FULL, type Scope } from './scope.ts';

const BLOCK_RECORDS = 2 ** 15;

/** What an encoder is put through: every sum where they are few, else every kind of sum. */
export function encoderChecks(
  parameters: Requantise,
  seed: number,
  scope: Scope = FULL,
): Workload[] {
  if (isFloat(parameters)) return floatEncoderChecks(parameters, seed, scope);
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
      explainSum(parameters, BigInt(countedInput(difference.index, vectors)), difference),
  };
}

function sampledSums(
  parameters: RequantiseParameters,
  requantizer: FastRequantizer,
  seed: number,
  { randomSums }: Scope,
): Workload {
  return fedSums({
    name: 'sums of every magnitude',
    exhaustive: false,
    parameters,
    requantizer,
    inputs: () =>
      encoderRecords(parameters, requantizer, { seed, randomSums, blockRecords: BLOCK_RECORDS }),
  });
}
