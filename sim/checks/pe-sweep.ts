import { type Mac, sumBits } from '../../golden/exact/index.ts';
import type { FastMac } from '../../golden/fast/index.ts';
import { macSumForm, sumText } from '../sum-form.ts';
import {
  type Block,
  type Difference,
  type Explanation,
  NO_INPUT,
  type Workload,
} from '../workload.ts';
import { type OperandForm, prologueOf } from './operand-form.ts';
import { explainRecord, recordText } from './pe-explain.ts';

export interface SweepOptions {
  readonly name: string;
  readonly parameters: Mac;
  readonly mac: FastMac;
  readonly operands: OperandForm;
  readonly vectors: number;
  /** Vectors per sum. */
  readonly depth: number;
  /** Bits of sums, used in turn. */
  readonly starts: readonly bigint[];
}

const BLOCK_RECORDS = 2 ** 16;

/** A check in which the simulator counts through pairs of operand words itself. */
export function sweepCheck(options: SweepOptions): Workload {
  return {
    name: options.name,
    exhaustive: true,
    args: sweepArgs('sweep', options),
    fed: false,
    ...prologueOf(options.operands),
    recordWords: options.mac.recordWords,
    blocks: () => sweepBlocks(options),
    explain: (difference) => explain(options, difference),
  };
}

/** Arguments of the driver for a sweep, or for the same without output. */
export function sweepArgs(
  mode: 'sweep' | 'raw',
  { parameters, vectors, depth, starts }: Omit<SweepOptions, 'name' | 'mac' | 'operands'>,
): string[] {
  const hexadecimal = starts.map((start) =>
    BigInt.asUintN(sumBits(parameters), start).toString(16),
  );
  return [mode, String(vectors), String(depth), ...hexadecimal];
}

/** The blocks share one buffer: a new one each would double the time of a sweep. */
function* sweepBlocks({ mac, vectors, depth, starts }: SweepOptions): Iterable<Block> {
  const sweep = mac.createSweep({ depth, starts });
  const records = new Uint32Array(Math.min(vectors, BLOCK_RECORDS) * mac.recordWords);
  for (let begin = 0; begin < vectors; begin += BLOCK_RECORDS) {
    const end = Math.min(vectors, begin + BLOCK_RECORDS);
    sweep.fill(begin, end, records);
    yield { input: NO_INPUT, expected: records.subarray(0, (end - begin) * mac.recordWords) };
  }
}

function explain(options: SweepOptions, difference: Difference): Explanation {
  const { parameters, depth, starts } = options;
  const { weight, activation } = parameters;
  const { index } = difference;
  const opens = index % depth === 0;
  const start = starts[Math.floor(index / depth) % starts.length] as bigint;
  return explainRecord(
    parameters,
    options.operands,
    {
      weight: Math.floor(index / 2 ** activation.n) % 2 ** weight.n,
      activation: index % 2 ** activation.n,
      controls: { rst_ni: '1', en_i: '1', first_i: opens ? '1' : '0' },
      sum: opens
        ? { start_i: sumText(macSumForm(parameters), start) }
        : { 'acc_o before': recordBefore(options, index) },
    },
    difference,
  );
}

/** The golden sum that the vector was added to; found by running the sweep again. */
function recordBefore({ mac, parameters, depth, starts }: SweepOptions, index: number): string {
  const sweep = mac.createSweep({ depth, starts });
  const records = new Uint32Array(BLOCK_RECORDS * mac.recordWords);
  let begin = 0;
  for (; begin + BLOCK_RECORDS < index; begin += BLOCK_RECORDS) {
    sweep.fill(begin, begin + BLOCK_RECORDS, records);
  }
  sweep.fill(begin, index, records);
  const at = (index - begin - 1) * mac.recordWords;
  const record = records.subarray(at, at + mac.recordWords);
  return recordText(parameters, record);
}
