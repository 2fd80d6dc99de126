import { describe, expect, it } from 'vitest';
import type { WeightMatrix } from '../../generator/index.ts';
import {
  multiplyAccumulate,
  NO_START,
  type ProductParameters,
  start,
} from '../../golden/exact/index.ts';
import { lpFormat } from '../../golden/format.ts';
import {
  firstTooWide,
  rankedChannels,
  type WidthQuestion,
  widthReport,
} from '../../quantize/widths.ts';

const LP4 = lpFormat({ n: 4, es: 1, rs: 3 });

/** The example of docs/accumulator-width.md: all products are powers of two. */
const arithmetic: ProductParameters = {
  weight: LP4,
  activation: LP4,
  converter: 'table',
  converterFraction: 2,
  align: 'truncate',
  accumulatorFraction: 0,
};
const question: WidthQuestion = { arithmetic, activations: 'both', start: NO_START };
/** 1, -2, 1/2, -2 */
const ROW = [0b0100, 0b1011, 0b0011, 0b1011];

function matrix(...rows: number[][]): WeightMatrix {
  const depth = rows[0]?.length ?? 0;
  return { hash: 'h', channels: rows.length, depth, words: Uint16Array.from(rows.flat()) };
}

function sumOf(row: readonly number[], vector: Uint16Array, accumulatorWidth: number): bigint {
  const mac = { ...arithmetic, overflow: 'wrap' as const, accumulatorWidth };
  let state = start(0n);
  for (const [index, weight] of row.entries()) {
    state = multiplyAccumulate(mac, state, weight, vector[index] as number);
  }
  return state.acc;
}

describe('the worked example of docs/accumulator-width.md', () => {
  it('takes 8 bits, 12 for any weights, and overflows 7', () => {
    const { all, agnostic, widest } = widthReport(matrix(ROW), question);
    expect(all).toEqual({ upper: 88n, lower: 88n, width: 8 });
    expect(agnostic).toEqual({ upper: 1024n, lower: 1024n, width: 12 });
    expect(widest.vector).toEqual(Uint16Array.of(0b0111, 0b1001, 0b0111, 0b1001));
    expect(sumOf(ROW, widest.vector, 8)).toBe(88n);
    expect(sumOf(ROW, widest.vector, 7)).toBe(-40n);
  });

  it('takes 7 bits where no activation is negative, and wraps to 0 in 6', () => {
    const oneSided = widthReport(matrix(ROW), { ...question, activations: 'non-negative' });
    expect(oneSided.all).toEqual({ upper: 24n, lower: 64n, width: 7 });
    expect(oneSided.widest.side).toBe('lower');
    expect(oneSided.widest.vector).toEqual(Uint16Array.of(0, 0b0111, 0, 0b0111));
    expect(sumOf(ROW, oneSided.widest.vector, 7)).toBe(-64n);
    expect(sumOf(ROW, oneSided.widest.vector, 6)).toBe(0n);
  });

  it('takes a start value of 40 as one more term: 9 bits', () => {
    const started = widthReport(matrix(ROW), { ...question, start: { least: 40n, most: 40n } });
    expect(started.all).toEqual({ upper: 128n, lower: 88n, width: 9 });
    expect(started.agnostic).toEqual({ upper: 1064n, lower: 1024n, width: 12 });
  });

  it('takes 7 bits for tiles of 2 and 8 for their sum; 11 and 12 for any weights', () => {
    const { tiles } = widthReport(matrix(ROW), { ...question, tile: 2 });
    expect(tiles?.aware.inner).toEqual({ upper: 48n, lower: 48n, width: 7 });
    expect(tiles?.aware.outer.width).toBe(8);
    expect(tiles?.agnostic.inner.width).toBe(11);
    expect(tiles?.agnostic.outer.width).toBe(12);
  });
});

describe('widthReport', () => {
  it('names the channel with the largest bound, and ranks the others below', () => {
    const one = [0b0100, 0, 0, 0];
    const report = widthReport(matrix(one, ROW, [0, 0, 0, 0], ROW.toReversed()), question);
    expect(report.widest.channel).toBe(1);
    expect(rankedChannels(report.channels).map(({ channel }) => channel)).toEqual([1, 3, 0, 2]);
    expect(report.channels.map(({ width }) => width)).toEqual([6, 8, 1, 8]);
  });

  it('gives tiles longer than a row the width of the row', () => {
    const { tiles, all, agnostic } = widthReport(matrix(ROW), { ...question, tile: 64 });
    expect(tiles?.aware).toEqual({ inner: all, outer: all });
    expect(tiles?.agnostic).toEqual({ inner: agnostic, outer: agnostic });
  });

  it('finds the first channel that a width is too small for', () => {
    const report = widthReport(matrix([0b0100, 0, 0, 0], ROW, ROW), question);
    expect(firstTooWide(report, 8)).toBeUndefined();
    expect(firstTooWide(report, 7)).toBe(1);
    expect(firstTooWide(report, 5)).toBe(0);
  });
});
