/** What mode_i says (specification, section 5), read with no more bits than tell the modes apart. */

const CODES = new Map([
  [8, '1x'],
  [4, '01'],
  [2, '00'],
]);

const COUNTS = new Map([
  [8, 'one'],
  [4, 'two'],
  [2, 'four'],
]);

/** m1 m0 of the mode for words of n bits; "x" is not read. Throws RangeError. */
export function modeBits(n: number): string {
  const bits = CODES.get(n);
  if (bits === undefined) throw new RangeError(`no mode has words of ${n} bits`);
  return bits;
}

/** "1x: one word of 8 bits, 01: two of 4". */
export function modeMeaning(modes: readonly number[]): string {
  return modes
    .map((n, index) => {
      const words = index === 0 ? ` ${n === 8 ? 'word' : 'words'}` : '';
      return `${modeBits(n)}: ${COUNTS.get(n)}${words} of ${n}${index === 0 ? ' bits' : ''}`;
    })
    .join(', ');
}

/** "one word of 8 bits, two of 4 or four of 2". */
export function contentText(modes: readonly number[]): string {
  const parts = modeMeaning(modes)
    .split(', ')
    .map((part) => part.slice(part.indexOf(' ') + 1));
  return alternatives(parts);
}

/** "8, 4 or 2". */
export function alternatives(parts: readonly (string | number)[]): string {
  const last = parts.at(-1);
  return parts.length === 1 ? String(last) : `${parts.slice(0, -1).join(', ')} or ${last}`;
}

/** A value of mode_i that a tile may give for words of n bits. */
export function modeWord(n: number): string {
  return `2'b${modeBits(n).replace('x', '0')}`;
}

/** What a lane reads by mode, the widest words first. */
export interface ModeChoice {
  readonly n: number;
  readonly value: string;
}

/** One of the values by mode; neighbours of equal value share a condition. */
export function modeSelect(modes: readonly number[], choices: readonly ModeChoice[]): string {
  const [first, second, third] = choices;
  if (first === undefined) throw new RangeError('no mode to select from');
  if (second === undefined) return first.value;
  if (third === undefined) return `${modeBit(modes)} ? ${first.value} : ${second.value}`;
  if (first.value === second.value) return `(mode_i == 2'b00) ? ${third.value} : ${first.value}`;
  return `mode_i[1] ? ${first.value} : mode_i[0] ? ${second.value} : ${third.value}`;
}

/** The bit of mode_i that tells two modes apart. */
function modeBit(modes: readonly number[]): string {
  return modes.includes(8) ? 'mode_i[1]' : 'mode_i[0]';
}

/** The bit of mode_i that says nothing in this choice of modes; empty where both are read. */
export function unusedModeBit(modes: readonly number[]): string[] {
  if (modes.length !== 2) return [];
  return modes.includes(8) ? ['mode_i[0]'] : ['mode_i[1]'];
}
