import type { ArrayShape } from '../config/array-shape.ts';
import {
  type Described,
  field,
  fixed,
  type Register,
  range,
  readOnly,
  single,
} from './register.ts';
import type { AcceleratorShape } from './shape.ts';

/** "LPA1": the first word that a host reads. */
const ID = 0x4c504131;
/** Widths of the fields that count vectors, tiles and blocks, and of places in buffers. */
export const VECTORS_WIDTH = 20;
export const COUNT_WIDTH = 16;
const PLACE_WIDTH = 20;
/** A field for es or rs. */
const FORMAT_WIDTH = 4;

/** All registers of an accelerator, by address. Everything that is told of them follows from here. */
export function registersOf(shape: AcceleratorShape): Register[] {
  const { array, weight, act, channel } = shape;
  return [
    ...identity(shape),
    ...control(),
    modeRegister(array),
    ...(array.runTime
      ? [
          formatRegister('WEIGHT', 0x044, array.maxEs, 'weight', 'of the weights'),
          formatRegister('ACT', 0x048, array.maxEs, 'act', 'of the activations'),
          formatRegister('RESULT', 0x04c, array.maxEs, 'out', 'of the results'),
        ]
      : []),
    single('RELU', 0x050, 'on', 1, range(0, 1), 0, 'negative results become zero', 'relu'),
    count('VECTORS', 0x054, VECTORS_WIDTH, 'all vectors of the run'),
    count('GROUP', 0x058, COUNT_WIDTH, 'vectors that one tile serves', array.vectors),
    count('ROW_TILES', 0x05c, COUNT_WIDTH, 'tiles of a sum'),
    count('COLUMN_BLOCKS', 0x060, COUNT_WIDTH, 'blocks of output channels'),
    place('WEIGHT_BASE', 0x064, weight.depth, 'first beat of weights'),
    place('ACT_BASE', 0x068, act.depth, 'first beat of activations'),
    place('CHANNEL_BASE', 0x06c, channel.depth, 'first channel set'),
    place('WEIGHT_WRITE', 0x080, weight.depth, 'where the next weight beat goes'),
    place('ACT_WRITE', 0x084, act.depth, 'where the next activation beat goes'),
    place('CHANNEL_WRITE', 0x088, channel.depth, 'where the next channel set goes'),
  ].map((register) => ({ ...register, layer: isLayer(register) }));
}

/** Between MODE and CHANNEL_BASE. */
function isLayer({ address }: { readonly address: number }): boolean {
  return address >= 0x040 && address < 0x080;
}

function identity({ array, weight, act, channel }: AcceleratorShape): Described[] {
  const { rows, cols, lanes, maxEs, vectors } = array;
  const constant = (name: string, address: number, value: number, meaning: string) =>
    readOnly(name, address, [fixed('value', 0, 32, value, meaning)], meaning);
  return [
    constant('ID', 0x000, ID, 'tells an accelerator: "LPA1"'),
    readOnly(
      'SHAPE',
      0x004,
      [
        fixed('rows', 0, 8, rows, 'R, rows of PEs'),
        fixed('cols', 8, 8, cols, 'C, columns of PEs'),
        fixed('lanes', 16, 4, lanes.length, 'L, output channels of a column'),
        fixed('max_es', 20, 4, maxEs, 'largest es of a format; 0 where formats are fixed'),
      ],
      'the array',
    ),
    constant('GROUP_LIMIT', 0x008, vectors, 'most vectors that one tile serves'),
    constant('WEIGHT_DEPTH', 0x00c, weight.depth, 'beats of the weight buffer'),
    constant('ACT_DEPTH', 0x010, act.depth, 'beats of the activation buffer'),
    constant('CHANNEL_DEPTH', 0x014, channel.depth, 'sets of the channel buffer'),
  ];
}

function control(): Described[] {
  return [
    {
      name: 'CONTROL',
      address: 0x020,
      access: 'RW',
      meaning: 'begins runs',
      fields: [
        field('start', 0, 1, range(0, 1), 0, 'write 1: a run begins, refused while busy; reads 0'),
        field('irq_enable', 1, 1, range(0, 1), 0, 'irq_o follows done'),
      ],
    },
    {
      name: 'STATUS',
      address: 0x024,
      access: 'RW1C',
      meaning: 'how the run stands',
      fields: [
        field('busy', 0, 1, range(0, 1), 0, 'a run is under way; a write is ignored'),
        field('done', 1, 1, range(0, 1), 0, 'its last result was taken; write 1 or start: clears'),
      ],
    },
    readOnly(
      'CYCLES',
      0x028,
      [fixed('value', 0, 32, 0, 'clock cycles with busy, of this run or the last one')],
      'how long the run takes',
    ),
  ];
}

function modeRegister({ modes }: ArrayShape): Described {
  const meaning = 'bits of a weight word';
  const allowed = { kind: 'list', values: modes } as const;
  // 16 needs the fifth bit.
  return single('MODE', 0x040, 'n', 5, allowed, modes[0] ?? 8, meaning, 'mode');
}

function formatRegister(
  whose: string,
  address: number,
  maxEs: number,
  signal: string,
  meaning: string,
): Described {
  const rs = 'longest regime run, at most n - 1';
  return {
    name: `${whose}_FORMAT`,
    address,
    access: 'RW',
    meaning: `format ${meaning}`,
    fields: [
      field('es', 0, FORMAT_WIDTH, range(0, maxEs), 0, 'exponent field width', `${signal}_es`),
      field('rs', 8, FORMAT_WIDTH, range(0, 15), 15, rs, `${signal}_rs`),
    ],
  };
}

function count(
  name: string,
  address: number,
  width: number,
  meaning: string,
  most = 2 ** width - 1,
): Described {
  return single(name, address, 'count', width, range(1, most), 1, meaning);
}

function place(name: string, address: number, depth: number, meaning: string): Described {
  return single(name, address, 'place', PLACE_WIDTH, range(0, depth - 1), 0, meaning);
}
