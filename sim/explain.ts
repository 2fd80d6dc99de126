import { type DecodeTable, decodeTable, NAR, ZERO } from '../golden/fast/index.ts';
import { formatName, type LpFormat } from '../golden/format.ts';

/** A word as a person reads it: `1100_0001 (LP<8,1,7>: sign 1, log 1/16, -1.0443)`. */
export function wordText(format: LpFormat, word: number): string {
  const table = decodeTable(format);
  return `${binaryText(word, format.n)} (${formatName(format)}: ${meaning(table, word)})`;
}

/** A log in units of 2^-F as a fraction of octaves: `-37/16`, or an integer where F is 0. */
export function logText(log: number, fractionBits: number): string {
  return fractionBits === 0 ? String(log) : `${log}/${2 ** fractionBits}`;
}

/** Bits in groups of four from the right: `1_0000_0001`. */
export function binaryText(value: number, width: number): string {
  const bits = (value >>> 0).toString(2).padStart(width, '0');
  return bits.replace(/\B(?=(?:.{4})+$)/g, '_');
}

/** A two's complement integer of `width` bits in decimal and hexadecimal: `-2 (0xfffffe)`. */
export function signedText(bits: bigint, width: number): string {
  const digits = BigInt.asUintN(width, bits)
    .toString(16)
    .padStart(Math.ceil(width / 4), '0');
  return `${BigInt.asIntN(width, bits)} (0x${digits})`;
}

function meaning({ format, kind, sign, log }: DecodeTable, word: number): string {
  if (kind[word] === ZERO) return 'zero';
  if (kind[word] === NAR) return 'NaR';
  const octaves = (log[word] as number) / 2 ** format.fractionBits - format.sf;
  const value = (sign[word] === 1 ? -1 : 1) * 2 ** octaves;
  const logged = logText(log[word] as number, format.fractionBits);
  return `sign ${sign[word]}, log ${logged}, ${Number(value.toPrecision(6))}`;
}
