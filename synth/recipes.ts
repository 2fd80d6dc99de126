import type { Adders } from './adders.ts';

/** One way to map a module: how its adders are built, and what ABC does with the logic. */
export interface Recipe {
  readonly name: string;
  readonly adders: Adders;
  /** Commands of ABC, from reading the logic to a mapped netlist. */
  readonly steps: readonly string[];
}

/** How many recipes are tried: each costs about a second of processor time a module. */
export const EFFORTS = ['low', 'normal', 'high'] as const;
export type Effort = (typeof EFFORTS)[number];

/** Buffers nets with many sinks, then enlarges cells on the longest path and shrinks the others. */
const SIZING = ['topo', 'buffer -c', 'topo', 'upsize -D 1', 'dnsize -D 1'];

/** Rewriting for area; `amap` then covers for area. */
const COMPACT = ['strash', 'scorr', ...Array<string>(6).fill('dc2'), 'strash', 'dch -f', 'amap'];

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

/** Restructures paths through 6-input cuts, one round or two, covers for delay, then sizes. */
const SHALLOW = ['if -g -K 6', 'strash'];
const COVER_FOR_DELAY = ['dch -f', 'map -B 0.9', ...SIZING];
const DELAY = ['strash', 'scorr', ...SHALLOW, ...COVER_FOR_DELAY];
const DELAY_TWICE = ['strash', 'scorr', 'dc2', ...SHALLOW, ...SHALLOW, ...COVER_FOR_DELAY];

/** Also maps the cells of a library's probe. */
export const FIRST_RECIPE: Recipe = { name: 'ripple-compact', adders: 'ripple', steps: COMPACT };

const QUICK_DELAY: Recipe = { name: 'brent-kung-delay', adders: 'brent-kung', steps: DELAY };

const LOW: readonly Recipe[] = [FIRST_RECIPE, QUICK_DELAY];

const NORMAL: readonly Recipe[] = [
  FIRST_RECIPE,
  { name: 'brent-kung-compact', adders: 'brent-kung', steps: COMPACT },
  { name: 'brent-kung-resub', adders: 'brent-kung', steps: RESUB },
  { name: 'brent-kung-sized', adders: 'brent-kung', steps: SIZED },
  QUICK_DELAY,
  { name: 'ripple-delay-twice', adders: 'ripple', steps: DELAY_TWICE },
];

const HIGH: readonly Recipe[] = [
  ...NORMAL,
  { name: 'ripple-resub', adders: 'ripple', steps: RESUB },
  { name: 'kogge-stone-delay-twice', adders: 'kogge-stone', steps: DELAY_TWICE },
];

/** The recipes that are tried; of equal results the first one's is taken. */
export function recipesFor(effort: Effort): readonly Recipe[] {
  return { low: LOW, normal: NORMAL, high: HIGH }[effort];
}
