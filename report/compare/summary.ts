import type { ComparedLibrary, CompareReport, Verification } from '../../compare/report.ts';
import { count, printable } from '../figures.ts';

/** What the text and the page of a comparison both say. */

/** A report whose texts, names of files and libraries among them, move no cursor. */
export function printableReport(report: CompareReport): CompareReport {
  return printableValue(report) as CompareReport;
}

function printableValue(value: unknown): unknown {
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.map(printableValue);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, inner]) => [printable(key), printableValue(inner)]));
}

/** "65,536 pairs ok". */
export function verifiedText({ vectors, exhaustive }: Verification): string {
  return `${count(vectors, exhaustive ? 'pair' : 'vector')} ok`;
}

/** "2.5 % 8-bit, 97.5 % 4-bit". */
export function sharesText(shares: Readonly<Record<string, number>>): string {
  return Object.entries(shares)
    .sort(([a], [b]) => Number(b) - Number(a))
    .map(([bits, share]) => `${Number((100 * share).toFixed(1))} % ${bits}-bit`)
    .join(', ');
}

/** "23 designs, 22 of them verified over every pair of operand words: ...". */
export function verificationText({ designs }: CompareReport): string {
  const all = designs.filter(({ verification }) => verification.exhaustive).length;
  const vectors = designs.reduce((sum, { verification }) => sum + verification.vectors, 0);
  const whole = all === designs.length ? 'each' : `${all} of them`;
  return `${count(designs.length, 'design')}, ${whole} verified over every pair of operand words: ${count(vectors, 'vector')} compared, 0 mismatches`;
}

/** "Grids of 64 x 32 on osu018 at 8 ns, sky130 at 4 ns". */
export function subjectText({ grid, libraries, clocks }: CompareReport): string {
  const places = libraries.map(({ name }) => {
    const clock = clocks[name];
    return clock === undefined ? name : `${name} at ${clock} ns`;
  });
  const size = grid === null ? 'several sizes' : `${grid.rows} x ${grid.cols}`;
  return `Grids of ${size} on ${places.join(', ')}`;
}

/** "; too low: the library has no internal_power", or ''. */
export function untoldText({ untold }: ComparedLibrary): string {
  return untold.length === 0 ? '' : `; too low: the library has no ${untold.join(', no ')}`;
}

/** How operands were drawn, in one line. */
export function tensorsText({ tensors }: CompareReport): string {
  const { meaning, seed, depth, sums } = tensors;
  return `${meaning}; ${count(sums, 'sum')} of ${count(depth, 'product')}, seed ${seed}`;
}

/** Letters of a hash that tell it from others. */
export const HASH = 12;

/** "Yosys 0.23, OpenSTA 2.0.17". */
export function toolsText({ tools }: CompareReport): string {
  return Object.entries(tools)
    .map(([tool, version]) => `${tool} ${version}`)
    .join(', ');
}

/** "verify 12.0 s, map 300.1 s". */
export function secondsText({ seconds }: CompareReport): string {
  return Object.entries(seconds)
    .map(([stage, time]) => `${stage} ${time.toFixed(1)} s`)
    .join(', ');
}
