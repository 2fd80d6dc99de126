import type { ChannelSet } from '../../golden/exact/index.ts';
import { REGISTER } from './registers.ts';
import { type AcceleratorSubject, HOST_STREAMS, type HostStream } from './subject.ts';

/** A format as its register takes it: es up to the array's largest, rs from 0 to 15. */
export interface RunFormat {
  readonly es: number;
  readonly rs: number;
}

/** What one run of an accelerator does: the registers of a layer, and what lies in the buffers. */
export interface LayerRun {
  /** n of the weight words. */
  readonly mode: number;
  /** Null where the array's formats are fixed. */
  readonly formats: {
    readonly weight: RunFormat;
    readonly activation: RunFormat;
    readonly result: RunFormat;
  } | null;
  readonly relu: boolean;
  /** V, and how many of them one tile serves. */
  readonly vectors: number;
  readonly group: number;
  /** KT and MT. */
  readonly rowTiles: number;
  readonly columnBlocks: number;
  /** MT x KT tiles of R x C containers, as the beats come: the bottom row of a tile first. */
  readonly weights: Uint16Array;
  /** V x KT x R words. */
  readonly activations: Uint16Array;
  /** MT sets. */
  readonly channels: readonly ChannelSet[];
}

/** Where a run's data lie: the first beat or set of each buffer. */
export type Bases = Readonly<Record<HostStream, number>>;

/** Places that a run takes in each buffer. */
export function sizesOf({ shape }: AcceleratorSubject, layer: LayerRun): Bases {
  return {
    weights: layer.columnBlocks * layer.rowTiles * shape.rows,
    activations: layer.vectors * layer.rowTiles,
    channels: layer.columnBlocks,
  };
}

/** Places that each buffer has. */
export function depthsOf({ depths }: AcceleratorSubject): Bases {
  const { weightRows, activations, channelSets } = depths;
  return { weights: weightRows, activations, channels: channelSets };
}

/** Whether the buffers hold all that a run reads. */
export function fits(subject: AcceleratorSubject, layer: LayerRun): boolean {
  const [sizes, depths] = [sizesOf(subject, layer), depthsOf(subject)];
  return HOST_STREAMS.every((stream) => sizes[stream] <= depths[stream]);
}

/** Registers of a layer and their values, the mode first. */
export function layerRegisters(layer: LayerRun, bases: Bases): (readonly [number, number])[] {
  const { formats } = layer;
  const word = ({ es, rs }: RunFormat) => es + rs * 2 ** 8;
  return [
    [REGISTER.mode, layer.mode],
    ...(formats === null
      ? []
      : ([
          [REGISTER.weightFormat, word(formats.weight)],
          [REGISTER.actFormat, word(formats.activation)],
          [REGISTER.resultFormat, word(formats.result)],
        ] as const)),
    [REGISTER.relu, layer.relu ? 1 : 0],
    [REGISTER.vectors, layer.vectors],
    [REGISTER.group, layer.group],
    [REGISTER.rowTiles, layer.rowTiles],
    [REGISTER.columnBlocks, layer.columnBlocks],
    [REGISTER.weightBase, bases.weights],
    [REGISTER.actBase, bases.activations],
    [REGISTER.channelBase, bases.channels],
  ];
}

/** Result beats of a run. */
export function resultBeats({ vectors, columnBlocks }: LayerRun): number {
  return vectors * columnBlocks;
}
