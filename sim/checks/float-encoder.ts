import type { FloatRequantiseParameters } from '../../golden/exact/index.ts';
import { createRequantizer } from '../../golden/fast/index.ts';
import { allFloatSums, floatSumCount, recordsOf, someFloatSums } from '../stimulus/float-sums.ts';
import type { Workload } from '../workload.ts';
import { fedSums } from './encoder-sums.ts';
import type { Scope } from './scope.ts';

const BLOCK_RECORDS = 2 ** 15;

/** What an encoder of floating sums is put through: sums only, M = 0 or normalised. */
export function floatEncoderChecks(
  parameters: FloatRequantiseParameters,
  seed: number,
  scope: Scope,
): Workload[] {
  const requantizer = createRequantizer(parameters);
  const common = { parameters, requantizer };
  const inBlocks = (sums: () => Iterable<number>) => () =>
    blocksOf(sums(), requantizer.recordWords);
  if (floatSumCount(parameters) <= scope.floatSums) {
    const inputs = inBlocks(() => allFloatSums(parameters));
    return [fedSums({ ...common, name: 'all sums', exhaustive: true, inputs })];
  }
  const inputs = inBlocks(() =>
    someFloatSums(parameters, requantizer, { seed, randomSums: scope.randomSums }),
  );
  return [fedSums({ ...common, name: 'sums of every magnitude', exhaustive: false, inputs })];
}

function* blocksOf(sums: Iterable<number>, recordWords: number): Iterable<Uint32Array> {
  let block: number[] = [];
  for (const sum of sums) {
    block.push(sum);
    if (block.length < BLOCK_RECORDS) continue;
    yield recordsOf(block, recordWords);
    block = [];
  }
  if (block.length > 0) yield recordsOf(block, recordWords);
}
