import type { ArrayModule } from '../../generator/index.ts';
import type { ResetBench } from '../checks/reset.ts';
import { type AcceleratorSubject, channelsOf } from './subject.ts';

/** Of the layer in the four-state bench, where there is room for as much. */
const VECTORS = 3;
const ROW_TILES = 2;
const COLUMN_BLOCKS = 2;
/** For arrays of more PEs one tile must do: it takes minutes else. */
const MOST_PES = 64;

/** The bench of a whole accelerator: a small layer, whose results must be known in every bit. */
export function acceleratorResetBench(
  subject: AcceleratorSubject,
  { ports }: ArrayModule,
): ResetBench {
  const { shape, depths } = subject;
  const width = (name: string) => ports.find((port) => port.name === name)?.width ?? 0;
  const isLarge = shape.rows * shape.cols > MOST_PES;
  const tiles = isLarge ? 1 : Math.floor(depths.weightRows / shape.rows);
  const rowTiles = Math.min(ROW_TILES, tiles, depths.activations);
  const values = {
    ROWS: shape.rows,
    VECTORS: Math.min(VECTORS, shape.vectors, Math.floor(depths.activations / rowTiles)),
    ROW_TILES: rowTiles,
    COLUMN_BLOCKS: Math.min(COLUMN_BLOCKS, Math.floor(tiles / rowTiles), depths.channelSets),
    CHANNELS: channelsOf(subject),
    MODE: Math.max(...shape.modes),
    WEIGHT_BITS: width('s_axis_weight_tdata'),
    ACT_BITS: width('s_axis_act_tdata'),
    RESULT_BITS: width('m_axis_result_tdata'),
  };
  const defines = Object.entries(values).map(([name, value]) => `-D${name}=${value}`);
  return {
    name: 'accelerator_reset_check',
    defines: [...defines, ...(shape.runTime ? ['-DFORMATS'] : [])],
    beside: ['accelerator_axi_check'],
  };
}
