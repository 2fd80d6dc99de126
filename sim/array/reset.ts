import type { ArrayModule, ArrayShape } from '../../generator/index.ts';
import type { ResetBench } from '../checks/reset.ts';

/** Vectors of a tile in the four-state bench, where there is room for as many. */
const VECTORS = 4;
const TILES = 3;
/** Arrays of more PEs are only reset there: a tile would take minutes. */
const MOST_PES = 64;

/** The bench of a whole array: some tiles, whose results must be known in every bit. */
export function arrayResetBench(shape: ArrayShape, { ports }: ArrayModule): ResetBench {
  const width = (name: string) => ports.find((port) => port.name === name)?.width ?? 0;
  const mode = shape.modes.includes(4) ? 1 : shape.modes.includes(8) ? 2 : 0;
  const values = {
    TILES: shape.rows * shape.cols > MOST_PES ? 0 : TILES,
    ROWS: shape.rows,
    VECTORS: Math.min(VECTORS, shape.vectors),
    WEIGHT_BITS: width('weight_data_i'),
    ACT_BITS: width('act_data_i'),
    SCALE_BITS: width('channel_scale_i'),
    RESULT_BITS: width('result_data_o'),
    COUNT_BITS: width('tile_vectors_i'),
    ...(shape.startWidth > 0 ? { START_BITS: width('channel_start_i') } : {}),
    ...(shape.modes.length > 1 ? { MODE_BITS: width('tile_mode_i'), ONLY_MODE: mode } : {}),
    ...(shape.maxEs > 0 ? { ES_BITS: width('tile_weight_es_i'), MAX_ES: shape.maxEs } : {}),
    ...(shape.runTime ? { RS_BITS: width('tile_weight_rs_i') } : {}),
  };
  const defines = Object.entries(values).map(([name, value]) => `-D${name}=${value}`);
  return { name: 'array_reset_check', defines };
}
