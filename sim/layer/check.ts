import type { ModuleDescription } from '../../generator/design.ts';
import { type Mac, sumBits } from '../../golden/exact/index.ts';
import { createMac } from '../../golden/fast/index.ts';
import { formatName } from '../../golden/format.ts';
import { type DotProduct, STREAM_CYCLES, streamOfProducts } from '../checks/dot-products.ts';
import { operandForm } from '../checks/operand-form.ts';
import { streamBlock, streamCheck } from '../checks/pe-streams.ts';
import type { Workload } from '../workload.ts';
import type { Activations } from './activations.ts';
import { overflowCounter } from './overflow.ts';
import { type Rows, rowsBetween } from './rows.ts';
import { LayerTally } from './tally.ts';

/** A layer of a network: each channel's weights meet each activation vector. */
export interface Layer {
  /** The tensor of the weights, as the user wrote it. */
  readonly reference: string;
  /** A row per output channel. */
  readonly weights: Rows;
  readonly activations: Activations;
  /** How real numbers became words. */
  readonly rounding: 'log' | 'linear';
}

/** What a layer's dot products on the hardware say. */
export interface LayerReport {
  readonly weights: string;
  readonly activations: string;
  readonly formats: { readonly weight: string; readonly activation: string };
  readonly rounding: 'log' | 'linear';
  readonly channels: number;
  /** K: products of a sum. */
  readonly depth: number;
  readonly vectors: number;
  readonly products: number;
  readonly mismatches: number;
  /** Of the hardware's sums against sums of the unquantised numbers, in dB; null: no number. */
  readonly sqnr: number | null;
  /** Sums, of channels x vectors, whose exact value the accumulator cannot hold. */
  readonly overflowed: number;
  /** Sums with NaR set. */
  readonly nar: number;
}

export interface LayerCheck {
  readonly workload: Workload;
  /** After the run: what was found, given how many records differed. */
  report(mismatches: number): LayerReport;
}

export interface LayerCheckOptions {
  readonly mac: Mac;
  readonly pe: Pick<ModuleDescription, 'latency' | 'ports'>;
  /** Told the channel that begins, from 0. */
  readonly onChannel?: (channel: number) => void;
}

/** Sums of one channel with some vectors. */
interface Group {
  readonly channel: number;
  readonly weights: Rows;
  readonly activations: Rows;
}

/** A check in which a PE forms every dot product of a layer, with figures about its sums. */
export function layerCheck(layer: Layer, options: LayerCheckOptions): LayerCheck {
  const { mac: parameters, pe, onChannel } = options;
  const { reference, weights, activations, rounding } = layer;
  const { depth, count: channels } = weights;
  const bits = sumBits(parameters);
  const mac = createMac(parameters);
  const overflow = overflowCounter(parameters, depth);
  const stream = (group: Group) => streamOfProducts(productsOf(group), bits);
  let tally = new LayerTally(parameters, mac.recordWords);
  let overflowed = 0;

  const workload = streamCheck({
    name: `dot products of ${reference}`,
    parameters,
    mac,
    operands: operandForm(pe, parameters),
    latency: pe.latency,
    streams: {
      *[Symbol.iterator]() {
        for (const group of groupsOf(layer)) yield () => stream(group);
      },
    },
  });
  return { workload: { ...workload, blocks }, report };

  function* blocks() {
    tally = new LayerTally(parameters, mac.recordWords);
    overflowed = 0;
    for (const group of groupsOf(layer)) {
      onChannel?.(group.channel);
      overflowed += overflow.count(group.weights.words, productsOf(group));
      yield {
        ...streamBlock(stream(group), mac, pe.latency),
        answered: (records: Uint32Array) => take(group, records),
      };
    }
  }

  function take({ weights: row, activations: vectors }: Group, records: Uint32Array): void {
    for (let vector = 0; vector < vectors.count; vector++) {
      // A reset, then K cycles per sum; the last one comes out after the PE's other stages.
      const index = (vector + 1) * depth + pe.latency - 1;
      tally.add({ records, index, reference: dot(row.values, vectors.values, vector * depth) });
    }
  }

  function report(mismatches: number): LayerReport {
    const { vectors } = activations;
    const { sqnr, nar } = tally;
    return {
      weights: reference,
      activations: activations.reference,
      formats: {
        weight: formatName(parameters.weight),
        activation: formatName(parameters.activation),
      },
      rounding,
      channels,
      depth,
      vectors,
      products: channels * vectors * depth,
      mismatches,
      sqnr,
      overflowed,
      nar,
    };
  }
}

/** Channel by channel for each batch of vectors, in streams of bounded length. */
function* groupsOf({ weights, activations }: Layer): Iterable<Group> {
  const size = Math.max(1, Math.floor(STREAM_CYCLES / weights.depth));
  for (const batch of activations.batches()) {
    for (let channel = 0; channel < weights.count; channel++) {
      const row = rowsBetween(weights, channel, channel + 1);
      for (let from = 0; from < batch.count; from += size) {
        const to = Math.min(batch.count, from + size);
        yield { channel, weights: row, activations: rowsBetween(batch, from, to) };
      }
    }
  }
}

function productsOf({ weights, activations }: Group): DotProduct[] {
  const { depth, words } = activations;
  return Array.from({ length: activations.count }, (_, vector) => ({
    weight: weights.words,
    activation: words.subarray(vector * depth, (vector + 1) * depth),
  }));
}

/** A row times the vector at an offset, in binary64 and index order. */
function dot(row: Float64Array, vectors: Float64Array, offset: number): number {
  let sum = 0;
  for (let index = 0; index < row.length; index++) {
    sum += (row[index] as number) * (vectors[offset + index] as number);
  }
  return sum;
}
