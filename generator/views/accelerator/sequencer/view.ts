import { COUNT_WIDTH, VECTORS_WIDTH } from '../../../accelerator/registers.ts';
import type { AcceleratorShape } from '../../../accelerator/shape.ts';
import type { ArrayModule } from '../../../design.ts';
import { bitLength, svLiteral } from '../../../systemverilog.ts';
import { type HeaderView, header, type Provenance } from '../../header.ts';
import { portLines } from '../../ports.ts';
import { declarations, localparams, type Parameter } from '../../text.ts';
import { CYCLES_WIDTH } from '../ports.ts';
import { type ActView, actView } from './act.ts';
import { fullGroup } from './group-size.ts';
import { formatWidths, type LayerView, layerView } from './layer.ts';
import { nextPlace } from './places.ts';
import { channelSignals, resultSignals, weightSignals } from './signals.ts';
import { sequencerStory } from './story.ts';
import { type TileView, tileView } from './tile.ts';

/** Sections in dataflow order: what runs, then a reader for each buffer, then results. */
export interface SequencerView {
  readonly header: HeaderView;
  readonly name: string;
  readonly ports: readonly string[];
  readonly localparams: readonly string[];
  readonly layer: LayerView;
  /** Size of a full group, as wide as a number of vectors. */
  readonly group: string;
  /** Counts of rows; null where a tile is one row. */
  readonly rows: { readonly one: string; readonly all: string } | null;
  readonly weight: ReaderView;
  readonly tile: TileView;
  readonly channel: ReaderView;
  readonly act: ActView;
  readonly result: { readonly signals: readonly string[] };
}

interface ReaderView {
  readonly signals: readonly string[];
  /** The place behind the one read. */
  readonly next: string;
}

export function sequencerView(
  module: ArrayModule,
  shape: AcceleratorShape,
  provenance: Provenance,
): SequencerView {
  const { rows } = shape.array;
  const rowWidth = bitLength(rows);
  return {
    header: header(sequencerStory(shape), provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams(parameters(shape)),
    layer: layerView(shape),
    group: fullGroup(shape),
    rows: rows > 1 ? { one: svLiteral(1, rowWidth), all: svLiteral(rows, rowWidth) } : null,
    weight: {
      signals: declarations(weightSignals(shape)),
      next: nextPlace('weight_place_q', shape.weight),
    },
    tile: tileView(shape),
    channel: {
      signals: declarations(channelSignals()),
      next: nextPlace('channel_place_q', shape.channel),
    },
    act: actView(shape),
    result: { signals: declarations(resultSignals()) },
  };
}

const FORMAT_WHYS: Readonly<Record<string, string>> = {
  ModeWidth: 'of n of the weights, as an array takes it',
  EsWidth: 'of es',
  RsWidth: 'of rs, as an array takes it',
};

function parameters(shape: AcceleratorShape): Parameter[] {
  const { array, weight, act, channel } = shape;
  const { rows, vectors } = array;
  return [
    { name: 'CyclesWidth', value: CYCLES_WIDTH, why: 'of CYCLES' },
    { name: 'VectorsWidth', value: VECTORS_WIDTH, why: 'of VECTORS' },
    { name: 'CountWidth', value: COUNT_WIDTH, why: 'of ROW_TILES and COLUMN_BLOCKS' },
    ...(vectors > 1
      ? [{ name: 'GroupWidth', value: bitLength(vectors), why: `1 to ${vectors} vectors` }]
      : []),
    ...(rows > 1 ? [{ name: 'RowsWidth', value: bitLength(rows), why: `1 to ${rows} rows` }] : []),
    { name: 'WeightPlaceWidth', value: weight.address, why: `one of ${weight.depth} beats` },
    { name: 'ActPlaceWidth', value: act.address, why: `one of ${act.depth} beats` },
    { name: 'ChannelPlaceWidth', value: channel.address, why: `one of ${channel.depth} sets` },
    ...formatWidths(shape).map(({ name, width }) => ({
      name,
      value: width,
      why: FORMAT_WHYS[name] ?? '',
    })),
  ];
}
