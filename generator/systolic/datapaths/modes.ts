import { bitLength, svLiteral } from '../../systemverilog.ts';

/** Names of modes as they are in signals, in the order of `mode_i`. */
export type ModeNames = readonly string[];

/** "is_8", or "is_8 || is_4": true in these modes; null where that is all of them. */
export function inModes(names: ModeNames, modes: readonly number[]): string | null {
  if (modes.length === names.length) return null;
  const others = names.filter((_, mode) => !modes.includes(mode));
  const [other] = others;
  if (other !== undefined && others.length === 1) return `!${flagOf(other)}`;
  return modes.map((mode) => flagOf(names[mode] ?? '')).join(' || ');
}

interface ModeFlags {
  readonly signals: string;
  readonly assignments: readonly string[];
}

/** Lines that give the flags which other lines of a module name; null for none. */
export function modeFlags(names: ModeNames, users: readonly string[]): ModeFlags | null {
  const text = users.join('\n');
  const used = names.filter((name) => new RegExp(`\\b${flagOf(name)}\\b`).test(text));
  if (used.length === 0) return null;
  const width = Math.max(...used.map((name) => name.length));
  const bits = bitLength(names.length - 1);
  const assigned = used.map(
    (name) =>
      `assign ${flagOf(name).padEnd(width + 3)} = mode_i == ${svLiteral(names.indexOf(name), bits)};`,
  );
  return { signals: `logic ${used.map(flagOf).join(', ')};`, assignments: assigned };
}

function flagOf(name: string): string {
  return `is_${name}`;
}
