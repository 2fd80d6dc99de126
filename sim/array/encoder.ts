import type { RequantiseParameters } from '../../golden/exact/index.ts';
import { createRequantizer } from '../../golden/fast/index.ts';
import { formatName, type LpFormat, lpFormat } from '../../golden/format.ts';
import { explainSum } from '../checks/encoder-sums.ts';
import { bytesOf, readLimbs } from '../limbs.ts';
import { createRandom, type Random } from '../random.ts';
import { rangeOf } from '../stimulus/start-values.ts';
import { encoderRecords } from '../stimulus/sums.ts';
import type { Block, Difference, Explanation, Workload } from '../workload.ts';
import type { ArraySubject } from './parameters.ts';

/** One way in which an encoder may be asked: what comes beside the sums. */
interface Setting {
  readonly output: LpFormat;
  /** rs on the port, which may stand beyond the format's. */
  readonly rs: number;
  readonly scale: bigint;
  readonly relu: boolean;
}

const BLOCK_RECORDS = 2 ** 13;
const RANDOM_SUMS = 2 ** 11;
/** One setting in so many is put through sums for every leading one. */
const THOROUGH_PERIOD = 7;
/** Scales of a fixed format; every format that comes at run time has one scale, and one with relu. */
const FIXED_SCALES = 6;

/** Every format with a scale of its own: sums at which the word changes, the ends, random sums. */
export function arrayEncoderChecks(subject: ArraySubject, seed: number): Workload[] {
  const settings = allSettings(subject, createRandom(seed, 'encoder settings'));
  return [
    {
      name:
        subject.shape.output.fixed === null ? 'sums into every format' : 'sums by several scales',
      exhaustive: false,
      args: ['records'],
      fed: true,
      recordWords: 1,
      *blocks(): Iterable<Block> {
        for (const { setting, records, parameters } of fedRecords(subject, settings, seed)) {
          yield {
            input: bytesOf(withSetting(records, setting, parameters)),
            expected: createRequantizer(parameters).run(records),
          };
        }
      },
      explain: (difference) => explain(subject, settings, seed, difference),
    },
  ];
}

function allSettings(subject: ArraySubject, random: Random): Setting[] {
  const { output, maxEs } = subject.shape;
  const { fixed } = output;
  if (fixed !== null) {
    return Array.from({ length: FIXED_SCALES }, (_, index) => ({
      output: fixed,
      rs: 0,
      scale: scaleOf(subject, index, random),
      relu: index % 2 === 1,
    }));
  }
  return Array.from({ length: maxEs + 1 }, (_, es) => es).flatMap((es) =>
    Array.from({ length: output.n }, (_, rs) => ({
      output: lpFormat({ n: output.n, es, rs: Math.max(1, rs) }),
      rs,
      scale: scaleOf(subject, rs + es, random),
      relu: rs % 4 === 3,
    })),
  );
}

/** Scales that bring sums of some leading one to about 1.0; 0 and both ends too. */
function scaleOf({ shape, arithmetic }: ArraySubject, index: number, random: Random): bigint {
  const { low, high } = rangeOf(shape.scaleWidth);
  if (index % 6 === 5) return random.pick([low, high]);
  if (index % 6 === 0) return 0n;
  const lead = random.below(Math.max(...shape.lanes.map(({ width }) => width)));
  const octaves = arithmetic.accumulatorFraction - lead;
  const scale = BigInt(octaves * 2 ** arithmetic.fraction + random.below(2 ** arithmetic.fraction));
  return scale < low ? low : scale > high ? high : scale;
}

interface Fed {
  readonly setting: Setting;
  readonly parameters: RequantiseParameters;
  readonly records: Uint32Array;
}

function* fedRecords(
  subject: ArraySubject,
  settings: readonly Setting[],
  seed: number,
): Iterable<Fed> {
  for (const [index, setting] of settings.entries()) {
    const parameters = parametersOf(subject, setting);
    const requantizer = createRequantizer(parameters);
    const brief = index % THOROUGH_PERIOD > 0;
    const options = { seed, randomSums: RANDOM_SUMS, blockRecords: BLOCK_RECORDS, brief };
    for (const records of encoderRecords(parameters, requantizer, options)) {
      yield { setting, parameters, records };
    }
  }
}

function parametersOf(
  { shape, arithmetic }: ArraySubject,
  { output, scale, relu }: Setting,
): RequantiseParameters {
  const { accumulatorFraction, inputBits, fraction, underflow } = arithmetic;
  const accumulatorWidth = Math.max(...shape.lanes.map(({ width }) => width));
  return {
    ...{ accumulatorWidth, accumulatorFraction, inputBits, fraction, underflow },
    ...{ output, scale, relu },
  };
}

/** Records as the driver takes them: {nar_i, acc_i}, scale_i, then es_i, rs_i and relu_i. */
function withSetting(
  records: Uint32Array,
  { output, rs, scale, relu }: Setting,
  { accumulatorWidth }: RequantiseParameters,
): Uint32Array {
  const sumWords = Math.ceil((accumulatorWidth + 1) / 32);
  const count = records.length / sumWords;
  const words = new Uint32Array(count * (sumWords + 2));
  const form = output.es + rs * 2 ** 4 + (relu ? 2 ** 8 : 0);
  const scaleBits = Number(BigInt.asUintN(32, scale));
  let at = 0;
  for (let record = 0; record < count; record++) {
    for (let word = 0; word < sumWords; word++) {
      words[at++] = records[record * sumWords + word] as number;
    }
    words[at++] = scaleBits;
    words[at++] = form;
  }
  return words;
}

function explain(
  subject: ArraySubject,
  settings: readonly Setting[],
  seed: number,
  difference: Difference,
): Explanation {
  let { index } = difference;
  for (const { setting, parameters, records } of fedRecords(subject, settings, seed)) {
    const sumWords = Math.ceil((parameters.accumulatorWidth + 1) / 32);
    const count = records.length / sumWords;
    if (index >= count) {
      index -= count;
      continue;
    }
    const sum = readLimbs(records, index * sumWords, sumWords);
    const explained = explainSum(parameters, sum, difference);
    const { output, rs, scale, relu } = setting;
    return {
      ...explained,
      inputs: {
        ...explained.inputs,
        format: formatName(output),
        es_i: String(output.es),
        rs_i: String(rs),
        scale_i: String(scale),
        relu_i: relu ? '1' : '0',
      },
    };
  }
  throw new RangeError(`no record ${difference.index}`);
}
