import { alignColumns, wrap } from '../../system/text.ts';
import { svRange } from '../systemverilog.ts';

export interface Parameter {
  readonly name: string;
  readonly value: number;
  /** How the value comes about. */
  readonly why: string;
}

/** Aligned `localparam int` lines, each with its derivation. */
export function localparams(rows: readonly Parameter[]): string[] {
  const nameWidth = Math.max(...rows.map((row) => row.name.length));
  const valueWidth = Math.max(...rows.map((row) => String(row.value).length));
  return rows.map(({ name, value, why }) => {
    const assignment = `${name.padEnd(nameWidth)} = ${`${value};`.padEnd(valueWidth + 1)}`;
    return `localparam int ${assignment}  // ${why}`;
  });
}

export interface Signal {
  readonly name: string;
  /** Name of the localparam that holds the width; absent for a single bit. */
  readonly width?: string;
  /** The width itself, where nothing names it. */
  readonly bits?: number;
  readonly signed?: boolean;
  readonly meaning: string;
}

/** Aligned declarations of internal signals. */
export function declarations(signals: readonly Signal[]): string[] {
  const types = signals.map(({ signed }) => (signed ? 'logic signed' : 'logic'));
  const ranges = signals.map(({ width, bits }) =>
    width === undefined ? svRange(bits ?? 1) : `[${width}-1:0]`,
  );
  return alignColumns(
    signals.map(({ name, meaning }, index) => [
      `${(types[index] ?? '').padEnd(longest(types))} ${(ranges[index] ?? '').padStart(longest(ranges))}`.trimEnd(),
      `${name};`,
      `// ${meaning}`,
    ]),
  ).map((line) => line.replace(/ {2}(?=\S+; )/, ' '));
}

/** Aligned assignments to internal signals. */
export function assignments(values: Readonly<Record<string, string>>): string[] {
  const width = longest(Object.keys(values));
  return Object.entries(values).map(([name, value]) => `assign ${name.padEnd(width)} = ${value};`);
}

function longest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => text.length));
}

/** Bits high..low of a vector. */
export function slice(name: string, high: number, low: number): string {
  return high === low ? `${name}[${low}]` : `${name}[${high}:${low}]`;
}

/** Slices as one vector; empty for none. */
export function concatenation(slices: readonly string[]): string {
  return slices.length > 1 ? `{${slices.join(', ')}}` : (slices[0] ?? '');
}

/** Columns that are left of a line where an assignment inside a module has begun. */
const UNUSED_COLUMNS = 74;

/** One bit of slices that nothing reads; empty for none. */
export function unusedValue(slices: readonly string[]): string {
  const bits = concatenation(slices);
  if (/^$|^\w+\[\d+\]$/.test(bits)) return bits;
  if (bits.length <= UNUSED_COLUMNS) return `^${bits}`;
  return `^{\n${wrap(slices.join(', '), 94)
    .map((line) => `    ${line}\n`)
    .join('')}  }`;
}

/** "LSB 2^-12" of a number with so many fraction bits. */
export function lsbText(fractionBits: number): string {
  return `LSB ${fractionBits === 0 ? '1' : `2^${-fractionBits}`}`;
}

/** An expression as an operand of && or ||: in parentheses where it has operators of its own. */
export function operand(expression: string): string {
  return expression.includes(' ') ? `(${expression})` : expression;
}
