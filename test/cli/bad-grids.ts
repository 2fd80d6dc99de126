import type { BadArray } from './bad-arrays.ts';

/** Configs of systolic grids that are wrong, each with the one line that says so. */

function grid(parts: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ name: 'bad', kind: 'systolic', ...parts });
}

const INT = { kind: 'int' };
const LP8 = { n: 8, es: 1, rs: 2 };

function log(parts: Readonly<Record<string, unknown>>) {
  const datapath = { kind: 'lp-log', weight: LP8, activation: LP8, converterFraction: 5 };
  return grid({ datapath: { ...datapath, fraction: 2, ...parts } });
}

export const BAD_GRIDS: readonly BadArray[] = [
  {
    title: 'no datapath',
    text: grid({}),
    line: 'bad.json:1:1: datapath is missing: it must be an object with kind',
  },
  {
    title: 'an unknown datapath',
    text: grid({ datapath: { kind: 'integer' } }),
    line: 'bad.json:1:45: datapath.kind must be "int" or "int-fused" or "int-units" or "float" or "fp4-prepared" or "posit" or "posit-fused" or "pot" or "flint" or "lmul" or "lp-log" or "lp-linear" or "lp-fused", not "integer"',
  },
  {
    title: 'a misspelled option of a datapath',
    text: grid({ datapath: { ...INT, weigthBits: 8 } }),
    line: 'bad.json:1:58: Unknown option "weigthBits" in datapath (did you mean "weightBits"?) (allowed: kind, weightBits, activationBits, multiplier, nonNegative)',
  },
  {
    title: 'words that are too wide',
    text: grid({ datapath: { ...INT, weightBits: 9 } }),
    line: 'bad.json:1:58: datapath.weightBits must be an integer from 2 to 8, not 9',
  },
  {
    title: 'rows that PEs do not divide',
    text: grid({ datapath: INT, grid: { rows: 10, products: 4 } }),
    line: 'bad.json: grid.rows must be a multiple of grid.products = 4, not 10',
  },
  {
    title: 'columns that clusters do not divide',
    text: grid({ datapath: INT, grid: { cols: 10, columnsPerRegister: 4 } }),
    line: 'bad.json: grid.cols must be a multiple of grid.columnsPerRegister = 4, not 10',
  },
  {
    title: 'joined columns of several sums',
    text: grid({ datapath: { kind: 'int-fused' }, grid: { join: 4 } }),
    line: 'bad.json: grid.join joins columns of one sum each, not of 4 (remove it)',
  },
  {
    title: 'too many fraction bits for a linear datapath',
    text: log({ kind: 'lp-linear' }),
    line: 'bad.json: datapath.weight must have at most one fraction bit for "lp-linear", not {"n":8,"es":1,"rs":2} (take "lp-log", or a larger es, or fewer bits)',
  },
  {
    title: 'fused weights that do not fall',
    text: grid({
      datapath: {
        kind: 'lp-fused',
        weights: [{ n: 4, es: 0, rs: 2 }, LP8],
        activation: LP8,
        converterFraction: 5,
        fraction: 2,
      },
    }),
    line: 'bad.json: datapath.weights must have n of 8, 4 or 2, falling, not 4, 8',
  },
  {
    title: 'a clip beyond the words',
    text: log({ weight: { n: 4, es: 0, rs: 2 }, clip: { weight: 8, activation: 100 } }),
    line: 'bad.json: datapath.clip.weight must be a positive word of 4 bits, at most 7, not 8',
  },
  {
    title: 'too few widths',
    text: grid({ datapath: { kind: 'int-fused' }, sum: { width: [20, 16] } }),
    line: 'bad.json: sum.width must have 4 widths, one for each lane, not [20,16]',
  },
  {
    title: 'sums beyond what stays exact',
    text: grid({ datapath: INT, sum: { width: 50, outerBits: 10 } }),
    line: 'bad.json: sum may have at most 52 bits with outerBits, not 60 (lower datapath.fraction, grid.rows or sum.outerBits, or set sum.width)',
  },
];
