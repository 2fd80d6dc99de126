import type { LpFormat } from '../format.ts';
import {
  type ArrayModel,
  type ArrayParameters,
  type ArrayTile,
  type ChannelSet,
  lanesOfWord,
  type ResultForm,
} from './array-parameters.ts';
import { createStreamCheck } from './array-stream.ts';
import { kept, type MacParameters, type MacState, multiplyAccumulate, start } from './mac.ts';
import { type RequantiseParameters, requantise } from './requantise.ts';

/** The array, product by product (sections 3 to 5, and the two stages of section 6). */
export function createExactArray(parameters: ArrayParameters): ArrayModel {
  const { rows, cols, lanes, arithmetic } = parameters;
  const channels = cols * lanes.length;
  const check = createStreamCheck(parameters);
  const tileMacs = createMacCache(parameters);
  let scales: readonly bigint[] = [];
  /** Outer sums, vectors x channels. */
  let sums: MacState[] = [];

  return {
    run(tile) {
      check(tile);
      if (tile.channels !== null) begin(tile.channels, tile.vectors);
      const macs = tileMacs(tile);
      sums = sums.map((sum, index) => {
        const vector = Math.floor(index / channels);
        const channel = index % channels;
        const lane = channel % lanes.length;
        const column = Math.floor(channel / lanes.length);
        return addTile(lane, sum, tileSum(tile, macs[lane] as MacParameters, vector, column, lane));
      });
      return tile.results === null ? null : results(tile.weight, tile.results);
    },
  };

  function begin(set: ChannelSet, vectors: number): void {
    scales = set.scales;
    sums = Array.from({ length: vectors }, () => set.starts.map(start)).flat();
  }

  /** A lane's sum over the rows, from 0 in P_I bits. */
  function tileSum(
    tile: ArrayTile,
    mac: MacParameters,
    vector: number,
    column: number,
    lane: number,
  ): MacState {
    let sum = start(0n);
    for (let row = 0; row < rows; row += 1) {
      const weight = laneWord(tile.weight, tile.weights[row * cols + column] as number, lane);
      const activation = lowBits(tile.activations[vector * rows + row] as number, tile.activation);
      sum = multiplyAccumulate(mac, sum, weight, activation);
    }
    return sum;
  }

  /** What P_O bits keep of a sum and a tile's sum. */
  function addTile(lane: number, sum: MacState, tile: MacState): MacState {
    const accumulatorWidth = lanes[lane]?.row ?? 0;
    const acc = kept({ overflow: arithmetic.overflow, accumulatorWidth }, sum.acc + tile.acc);
    return { acc, nar: sum.nar || tile.nar };
  }

  function results(weight: LpFormat, { output, relu }: ResultForm): Uint16Array {
    const used = lanesOfWord(weight.n);
    const requantisers = scales.map(
      (scale, channel): RequantiseParameters => ({
        ...parameters.requantise,
        accumulatorWidth: lanes[channel % lanes.length]?.row ?? 0,
        accumulatorFraction: arithmetic.accumulatorFraction,
        scale,
        relu,
        output,
      }),
    );
    return Uint16Array.from(sums, ({ acc, nar }, index) => {
      const channel = index % channels;
      if (channel % lanes.length >= used) return 0;
      return requantise(requantisers[channel] as RequantiseParameters, acc, nar);
    });
  }
}

/** The word of a lane in a container; zero in a lane that words of n bits leave idle (section 5). */
function laneWord(format: LpFormat, container: number, lane: number): number {
  return lane < lanesOfWord(format.n) ? lowBits(container >> (lane * format.n), format) : 0;
}

/** A word that sits in the low bits of a container. */
function lowBits(container: number, { n }: LpFormat): number {
  return container % 2 ** n;
}

/** Gives each lane's parameters of a tile sum; tiles of the same formats share their antilogs. */
function createMacCache({ lanes, arithmetic }: ArrayParameters) {
  const macs = new Map<string, readonly MacParameters[]>();
  return ({ weight, activation }: ArrayTile): readonly MacParameters[] => {
    const key = [weight, activation].map(({ n, es, rs }) => `${n},${es},${rs}`).join(' ');
    const known = macs.get(key);
    if (known !== undefined) return known;
    const made = lanes.map(
      ({ tile }): MacParameters => ({ ...arithmetic, weight, activation, accumulatorWidth: tile }),
    );
    macs.set(key, made);
    return made;
  };
}
