import type { Port } from '../design.ts';
import { svRange } from '../systemverilog.ts';

/** Tabular ANSI port lines, clock and reset first, each with its meaning. */
export function portLines(ports: readonly Port[]): string[] {
  const rangeWidth = Math.max(...ports.map(({ width }) => svRange(width).length));
  const nameWidth = Math.max(...ports.map(({ name }) => name.length)) + 1;
  const anySigned = ports.some(({ signed }) => signed);
  return ports.map(({ name, direction, width, signed, meaning }, index) => {
    const type = anySigned ? (signed ? 'logic signed' : 'logic       ') : 'logic';
    const range = rangeWidth === 0 ? '' : ` ${svRange(width).padStart(rangeWidth)}`;
    const separator = index === ports.length - 1 ? '' : ',';
    return `${direction.padEnd(6)} ${type}${range} ${`${name}${separator}`.padEnd(nameWidth)}  // ${meaning}`;
  });
}

export function input(name: string, width: number, meaning: string): Port {
  return { name, direction: 'input', width, signed: false, meaning };
}

export function output(name: string, width: number, meaning: string): Port {
  return { name, direction: 'output', width, signed: false, meaning };
}

export function signedPort(port: Port): Port {
  return { ...port, signed: true };
}
