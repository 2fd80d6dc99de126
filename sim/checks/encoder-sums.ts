import type { Requantise } from '../../golden/exact/index.ts';
import type { FastRequantizer } from '../../golden/fast/index.ts';
import { wordText } from '../explain.ts';
import { bytesOf, readLimbs } from '../limbs.ts';
import { requantiseSumForm, sumText } from '../sum-form.ts';
import {
  type Block,
  type Difference,
  differingFields,
  type Explanation,
  type Workload,
} from '../workload.ts';

export interface FedSums {
  readonly name: string;
  readonly exhaustive: boolean;
  readonly parameters: Requantise;
  readonly requantizer: FastRequantizer;
  /** Blocks of {nar_i, acc_i} records, the same every time. */
  readonly inputs: () => Iterable<Uint32Array>;
}

/** A check in which an encoder is fed sums. */
export function fedSums({ name, exhaustive, parameters, requantizer, inputs }: FedSums): Workload {
  const { recordWords } = requantizer;
  return {
    name,
    exhaustive,
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
          return explainSum(parameters, readLimbs(records, at, recordWords), difference);
        }
        at -= records.length;
      }
      throw new RangeError(`no record ${difference.index}`);
    },
  };
}

/** A wrong word of an encoder, with the sum that it was given. */
export function explainSum(
  parameters: Requantise,
  input: bigint,
  { expected, got }: Difference,
): Explanation {
  const form = requantiseSumForm(parameters);
  const wanted = { code_o: wordText(parameters.output, expected[0] as number) };
  const seen = { code_o: wordText(parameters.output, got[0] as number) };
  return {
    inputs: { acc_i: sumText(form, input), nar_i: String(input >> BigInt(form.bits)) },
    expected: wanted,
    got: seen,
    differs: differingFields(wanted, seen),
  };
}
