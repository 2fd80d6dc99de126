import type { ArrayDesign } from '../../../generator/index.ts';
import { lanesOfWord, multiplyAccumulate, requantise, start } from '../../../golden/exact/index.ts';
import { lpFormat } from '../../../golden/format.ts';
import type { LayerRun, RunFormat } from '../../../sim/accelerator/layer-run.ts';
import { createRandom } from '../../../sim/random.ts';
import { resultPlaces } from '../../support/accelerator-execute.ts';

/** A layer of outputs x inputs weights for vectors of words, with all that is done to its sums. */
export interface Dense {
  readonly mode: number;
  readonly formats: NonNullable<LayerRun['formats']>;
  readonly relu: boolean;
  readonly group: number;
  /** outputs x inputs words. */
  readonly weights: readonly (readonly number[])[];
  readonly starts: readonly bigint[];
  readonly scales: readonly bigint[];
}

/** Words other than NaR, formats, start values and scales by a seed. */
export function randomDense(
  { shape, config }: ArrayDesign,
  layer: Pick<Dense, 'mode' | 'relu' | 'group'> & { readonly size: readonly [number, number] },
  seed: number,
): Dense {
  const random = createRandom(seed, 'dense');
  const { mode, relu, group, size } = layer;
  const format = () => ({ es: random.below(shape.maxEs + 1), rs: 1 + random.below(15) });
  const word = () => {
    const drawn = random.below(2 ** mode);
    return drawn === 2 ** (mode - 1) ? 0 : drawn;
  };
  const { startMax } = config.accumulator;
  return {
    ...{ mode, relu, group },
    formats: { weight: format(), activation: format(), result: format() },
    weights: Array.from({ length: size[0] }, () => Array.from({ length: size[1] }, word)),
    starts: Array.from({ length: size[0] }, () => BigInt(random.below(2 * startMax) - startMax)),
    scales: Array.from({ length: size[0] }, () => BigInt(random.below(400) - 200)),
  };
}

/** Outputs of a layer word by word from the definition: one sum a channel, no tiles and no groups. */
export function denseOutputs(
  { shape, arithmetic }: ArrayDesign,
  layer: Dense,
  inputs: readonly (readonly number[])[],
): number[][] {
  const accumulatorWidth = Math.max(...shape.lanes.map(({ width }) => width));
  const mac = {
    ...arithmetic,
    accumulatorWidth,
    weight: acting(layer.mode, layer.formats.weight),
    activation: acting(8, layer.formats.activation),
  };
  const output = acting(8, layer.formats.result);
  return inputs.map((vector) =>
    layer.weights.map((row, channel) => {
      const { acc, nar } = row.reduce(
        (sum, weight, k) => multiplyAccumulate(mac, sum, weight, vector[k] as number),
        start(layer.starts[channel] as bigint),
      );
      const { relu } = layer;
      const scale = layer.scales[channel] as bigint;
      return requantise({ ...arithmetic, accumulatorWidth, output, relu, scale }, acc, nar);
    }),
  );
}

/** A layer as a run: inputs over rows, channels over columns and lanes, zeros for padding. */
export function denseRun(
  { shape }: ArrayDesign,
  layer: Dense,
  inputs: readonly (readonly number[])[],
): LayerRun {
  const { rows, cols, lanes } = shape;
  const used = lanesOfWord(layer.mode);
  const depth = layer.weights[0]?.length ?? 0;
  const rowTiles = Math.ceil(depth / rows);
  const columnBlocks = Math.ceil(layer.weights.length / (cols * used));
  const weights = new Uint16Array(columnBlocks * rowTiles * rows * cols);
  const places = Array.from({ length: weights.length }, (_, at) => at);
  for (const at of places) {
    const col = at % cols;
    const beat = Math.floor(at / cols);
    const tile = Math.floor(beat / rows);
    const k = (tile % rowTiles) * rows + (rows - 1 - (beat % rows));
    const first = (Math.floor(tile / rowTiles) * cols + col) * used;
    for (let lane = 0; lane < used; lane++) {
      const word = layer.weights[first + lane]?.[k] ?? 0;
      weights[at] = (weights[at] as number) | (word << (lane * layer.mode));
    }
  }
  const activations = Uint16Array.from(
    inputs.flatMap((vector) => Array.from({ length: rowTiles * rows }, (_, k) => vector[k] ?? 0)),
  );
  const { mode, formats, relu, group } = layer;
  return {
    ...{ mode, formats, relu, group, rowTiles, columnBlocks, weights, activations },
    vectors: inputs.length,
    channels: Array.from({ length: columnBlocks }, (_, block) => {
      const values = (from: readonly bigint[]) =>
        Array.from({ length: cols * lanes.length }, (_, at) => {
          const lane = at % lanes.length;
          const channel = (block * cols + Math.floor(at / lanes.length)) * used + lane;
          return lane < used ? (from[channel] ?? 0n) : 0n;
        });
      return { starts: values(layer.starts), scales: values(layer.scales) };
    }),
  };
}

/** Result beats of a run as outputs of each vector. */
export function denseResults(
  { shape }: ArrayDesign,
  layer: Dense,
  run: LayerRun,
  words: Uint16Array,
): number[][] {
  const { cols, lanes } = shape;
  const used = lanesOfWord(layer.mode);
  const outputs = Array.from({ length: run.vectors }, () =>
    new Array<number>(layer.weights.length).fill(-1),
  );
  for (const [beat, { vector, block }] of resultPlaces(run).entries()) {
    for (let channel = 0; channel < cols * used; channel++) {
      const at = Math.floor(channel / used) * lanes.length + (channel % used);
      const place = block * cols * used + channel;
      const row = outputs[vector] as number[];
      if (place < row.length) row[place] = words[beat * cols * lanes.length + at] as number;
    }
  }
  return outputs;
}

function acting(n: number, { es, rs }: RunFormat) {
  return lpFormat({ n, es, rs: Math.max(1, Math.min(rs, n - 1)) });
}
