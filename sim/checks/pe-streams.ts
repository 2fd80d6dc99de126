import { type Mac, sumBits } from '../../golden/exact/index.ts';
import { EN_I, type FastMac, FIRST_I, type MacStream, RST_NI } from '../../golden/fast/index.ts';
import { bytesOf, limbsFor } from '../limbs.ts';
import { delayStream, drainStream } from '../stimulus/pipeline.ts';
import type { Block, Difference, Explanation, Workload } from '../workload.ts';
import { type OperandForm, prologueOf } from './operand-form.ts';
import { explainRecord, recordText } from './pe-explain.ts';

/** Makes a stimulus, the same one every time. */
export type StreamMaker = () => MacStream;

export interface StreamOptions {
  readonly name: string;
  readonly parameters: Mac;
  readonly mac: FastMac;
  readonly operands: OperandForm;
  /** Clock edges from an operand set to its result. */
  readonly latency: number;
  /** Each stream begins with a reset. Iterated anew for every run, and to explain a mismatch. */
  readonly streams: Iterable<StreamMaker>;
}

/** A check in which the simulator is fed clock cycles with everything on its ports. */
export function streamCheck(options: StreamOptions): Workload {
  return {
    name: options.name,
    exhaustive: false,
    args: ['records'],
    fed: true,
    ...prologueOf(options.operands),
    recordWords: options.mac.recordWords,
    blocks: () => streamBlocks(options),
    explain: (difference) => explain(options, difference),
  };
}

function* streamBlocks({ streams, mac, latency }: StreamOptions): Iterable<Block> {
  for (const make of streams) yield streamBlock(make(), mac, latency);
}

/** A stream and what a PE must answer to it. */
export function streamBlock(undrained: MacStream, mac: FastMac, latency: number): Block {
  const stream = drainStream(undrained, latency);
  return { input: streamBytes(stream), expected: mac.run(delayStream(stream, latency)) };
}

/** Words of the driver's input records: the operands, the flags, the start value. */
function streamBytes({ length, flags, weight, activation, start }: MacStream): Uint8Array {
  const limbs = start.length / length;
  const words = new Uint32Array(length * (2 + limbs));
  let at = 0;
  for (let cycle = 0; cycle < length; cycle++) {
    words[at++] = (weight[cycle] as number) | ((activation[cycle] as number) << 16);
    words[at++] = flags[cycle] as number;
    for (let limb = 0; limb < limbs; limb++) words[at++] = start[cycle * limbs + limb] as number;
  }
  return bytesOf(words);
}

function explain(options: StreamOptions, difference: Difference): Explanation {
  const { parameters, mac, latency } = options;
  const { stream, cycle } = locate(options, difference.index);
  const delayed = delayStream(stream, latency);
  const flags = delayed.flags[cycle] as number;
  const limbs = limbsFor(sumBits(parameters));
  const records = mac.run(delayed);
  const before = records.subarray((cycle - 1) * mac.recordWords, cycle * mac.recordWords);
  return explainRecord(
    parameters,
    options.operands,
    {
      weight: delayed.weight[cycle] as number,
      activation: delayed.activation[cycle] as number,
      controls: {
        rst_ni: bit(flags & RST_NI),
        en_i: bit(flags & EN_I),
        first_i: bit(flags & FIRST_I),
      },
      sum: {
        start_i: recordText(parameters, delayed.start.subarray(cycle * limbs, (cycle + 1) * limbs)),
        ...(cycle === 0 ? {} : { 'acc_o before': recordText(parameters, before) }),
      },
    },
    difference,
  );
}

function locate({ streams, latency }: StreamOptions, index: number) {
  let cycle = index;
  for (const make of streams) {
    const stream = drainStream(make(), latency);
    if (cycle < stream.length) return { stream, cycle };
    cycle -= stream.length;
  }
  throw new RangeError(`no cycle ${index}`);
}

function bit(flag: number): string {
  return flag === 0 ? '0' : '1';
}
