import type { BadArray } from './bad-arrays.ts';

/** Configs of systolic grids that are wrong, each with the one line that says so. */

function grid(parts: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ name: 'bad', kind: 'systolic', ...parts });
}

const INT = { kind: 'int' };
const LP8 = { n: 8, es: 1, rs: 2 };

const POSIT_1 = { n: 8, es: 1 };
const POSIT_2 = { n: 8, es: 2 };
const POSITS = { kind: 'posit', weight: POSIT_1, activation: POSIT_1 };

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
    title: 'a clip among the subnormals',
    text: grid({
      datapath: {
        kind: 'float',
        weight: 'e4m3',
        activation: 'e5m2',
        fraction: 0,
        clip: { weight: 0x30, activation: 3 },
      },
    }),
    line: 'bad.json: datapath.clip.activation must be a positive, normal word of e5m2, from 4 to 123, not 3',
  },
  {
    title: 'an LSB above every product',
    text: grid({ datapath: { ...POSITS, fraction: -30 } }),
    line: 'bad.json: datapath.fraction must be at least -24, not -30 (every product is cut to 0 in LSBs of 2^30)',
  },
  {
    title: 'an LSB above every product, by logs',
    text: log({ fraction: -20 }),
    line: 'bad.json: datapath.fraction must be at least -7, not -20 (every product is cut to 0 in LSBs of 2^20)',
  },
  {
    title: 'words so small that no LSB is small enough',
    text: grid({
      datapath: {
        kind: 'posit',
        weight: POSIT_2,
        activation: POSIT_2,
        fraction: 8,
        clip: { weight: 1, activation: 1 },
      },
    }),
    line: 'bad.json: datapath.clip must leave larger words, not {"weight":1,"activation":1} (every product is cut to 0 in LSBs of 2^-8)',
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
