import type { Adders } from './adders.ts';

/** One way to map a module: how its adders are built, and what ABC does with the logic. */
export interface Recipe {
  readonly name: string;
  readonly adders: Adders;
  /**
   * What full-adder wrappers become: cells of the library where it has such, or gates that ABC may
   * rearrange with the rest.
   */
  readonly fullAdders: 'cells' | 'open';
  /**
   * Behind registers that several instances share: the largest buffer of at most so many NAND2 areas;
   * 0 for none. ABC sees no load outside of a module.
   */
  readonly sharedDrive: 0 | 2 | 4;
  /** Commands of ABC, from reading the logic to a mapped netlist. */
  readonly steps: readonly string[];
}

/** How many recipes are tried: each costs up to half a second of processor time a module. */
export const EFFORTS = ['low', 'normal', 'high'] as const;
export type Effort = (typeof EFFORTS)[number];

/** Buffers nets with many sinks, then enlarges cells on the longest path and shrinks the others. */
const SIZING = ['topo', 'buffer -c', 'topo', 'upsize -D 1', 'dnsize -D 1'];

/** Rewriting for area; `amap` then covers for area. */
const COMPACT = ['strash', 'scorr', ...Array<string>(6).fill('dc2'), 'strash', 'dch -f', 'amap'];

/** The same from functions of six inputs, which forgets how the logic was written. */
const RECUT = ['strash', 'scorr', 'if -K 6', 'strash', 'refactor -z', ...COMPACT];

/** Resubstitution with growing cuts, as in ABC's compress2rs, twice. */
const RESUB_ROUND = [
  'balance -l',
  'resub -K 6 -l',
  'rewrite -l',
  'resub -K 6 -N 2 -l',
  'refactor -l',
  'resub -K 8 -l',
  'balance -l',
  'resub -K 8 -N 2 -l',
  'rewrite -l',
  'resub -K 10 -l',
  'rewrite -z -l',
  'resub -K 10 -N 2 -l',
  'balance -l',
  'resub -K 12 -l',
  'refactor -z -l',
  'resub -K 12 -N 2 -l',
  'rewrite -z -l',
  'balance -l',
];
const RESUB = ['strash', 'scorr', ...RESUB_ROUND, ...RESUB_ROUND, 'dch -f', 'amap'];

/** Balances depth first, covers for area, then sizes: most of the delay for little area. */
const SIZED = ['strash', '&get -n', '&fraig -x', '&put', 'scorr', 'dch -f', 'amap', ...SIZING];

/** Covers by area flow, which leaves sums of full-adder cells short, then sizes. */
const AREA_FLOW = ['strash', 'scorr', '&get -n', '&dch -f', '&nf', '&put', ...SIZING];

/** Covers for area, or for delay, without restructuring, then sizes: between SIZED and DELAY. */
const LEAN = ['strash', 'scorr', 'dch -f', 'map -a', ...SIZING];
const QUICK = ['strash', 'scorr', 'dch -f', 'map -B 0.9', ...SIZING];

/** Restructures paths through 6-input cuts, one round or two, covers for delay, then sizes. */
const SHALLOW = ['if -g -K 6', 'strash'];
const COVER_FOR_DELAY = ['dch -f', 'map -B 0.9', ...SIZING];
const DELAY = ['strash', 'scorr', ...SHALLOW, ...COVER_FOR_DELAY];
const DELAY_TWICE = ['strash', 'scorr', 'dc2', ...SHALLOW, ...SHALLOW, ...COVER_FOR_DELAY];

/** Recipes for area, in between, and for delay. */
const CLOSED = { fullAdders: 'cells', sharedDrive: 0 } as const;
const DRIVEN = { fullAdders: 'cells', sharedDrive: 2 } as const;
const OPEN = { fullAdders: 'open', sharedDrive: 4 } as const;

/** Also maps the cells of a library's probe. */
export const FIRST_RECIPE: Recipe = {
  name: 'ripple-compact',
  adders: 'ripple',
  ...CLOSED,
  steps: COMPACT,
};

const QUICK_DELAY: Recipe = {
  name: 'brent-kung-delay',
  adders: 'brent-kung',
  ...DRIVEN,
  steps: DELAY,
};

const LOW: readonly Recipe[] = [FIRST_RECIPE, QUICK_DELAY];

const NORMAL: readonly Recipe[] = [
  FIRST_RECIPE,
  { name: 'cells-recut', adders: 'cells', ...CLOSED, steps: RECUT },
  { name: 'brent-kung-resub', adders: 'brent-kung', ...CLOSED, steps: RESUB },
  { name: 'cells-compact', adders: 'cells', ...CLOSED, steps: COMPACT },
  { name: 'brent-kung-sized', adders: 'brent-kung', ...DRIVEN, steps: SIZED },
  { name: 'brent-kung-open-quick', adders: 'brent-kung', ...OPEN, steps: QUICK },
  QUICK_DELAY,
];

const HIGH: readonly Recipe[] = [
  ...NORMAL,
  { name: 'brent-kung-area-flow', adders: 'brent-kung', ...DRIVEN, steps: AREA_FLOW },
  { name: 'brent-kung-lean', adders: 'brent-kung', ...DRIVEN, steps: LEAN },
  { name: 'brent-kung-open-sized', adders: 'brent-kung', ...OPEN, steps: SIZED },
  { name: 'ripple-open-delay-twice', adders: 'ripple', ...OPEN, steps: DELAY_TWICE },
  { name: 'ripple-resub', adders: 'ripple', ...CLOSED, steps: RESUB },
  { name: 'kogge-stone-open-delay-twice', adders: 'kogge-stone', ...OPEN, steps: DELAY_TWICE },
];

/** The recipes that are tried; of equal results the first one's is taken. */
export function recipesFor(effort: Effort): readonly Recipe[] {
  return { low: LOW, normal: NORMAL, high: HIGH }[effort];
}
