import type { MacParameters } from '../../../golden/exact/mac.ts';
import type { RequantiseParameters } from '../../../golden/exact/requantise.ts';
import type { MacStream } from '../../../golden/fast/mac.ts';
import { EN_I, FIRST_I, RST_NI } from '../../../golden/fast/mac.ts';
import type { LpFormat } from '../../../golden/format.ts';
import { lpFormat } from '../../../golden/format.ts';

/** xorshift32: reproducible numbers in [0, bound). */
export function randomSource(seed: number): (bound: number) => number {
  let state = seed | 1;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}

/** A random format of at most maxN bits. */
export function randomFormat(random: (bound: number) => number, maxN: number): LpFormat {
  const n = 2 + random(maxN - 1);
  return lpFormat({ n, es: random(6), rs: 1 + random(n - 1) });
}

/** A random stimulus, with resets, holds and restarts. */
export function randomStream(
  random: (bound: number) => number,
  length: number,
  startWords: number,
): MacStream {
  const word = (): number => random(2 ** 16);
  return {
    length,
    flags: Uint8Array.from({ length }, () => {
      const reset = random(40) === 0 ? 0 : RST_NI;
      const enable = random(5) === 0 ? 0 : EN_I;
      return reset | enable | (random(9) === 0 ? FIRST_I : 0);
    }),
    weight: Uint16Array.from({ length }, word),
    activation: Uint16Array.from({ length }, word),
    start: Uint32Array.from({ length: length * startWords }, () => word() * 65536 + word()),
  };
}

/** Little-endian words as an unsigned integer. */
export function fromWords(words: Uint32Array, index: number, count: number): bigint {
  let value = 0n;
  for (let word = count - 1; word >= 0; word--) {
    value = (value << 32n) | BigInt(words[index * count + word] as number);
  }
  return value;
}

interface Decoded {
  readonly kind: 'number' | 'zero' | 'nar';
  readonly negative: boolean;
  readonly log: number;
}

/** Section 1 on the bit string. */
export function decode(format: LpFormat, container: number): Decoded {
  const { n, es, rs, fractionBits } = format;
  const word = container % 2 ** n;
  if (word === 0) return { kind: 'zero', negative: false, log: 0 };
  if (word === 2 ** (n - 1)) return { kind: 'nar', negative: false, log: 0 };
  const negative = word > 2 ** (n - 1);
  const bits = (negative ? 2 ** n - word : word).toString(2).padStart(n, '0').slice(1);
  const run = (bits.startsWith('1') ? /^1+/ : /^0+/).exec(bits)?.[0] ?? '';
  const m = Math.min(run.length, rs);
  const k = bits.startsWith('1') ? m - 1 : -m;
  const tail = bits.slice(m < rs ? m + 1 : m).padEnd(es + fractionBits, '0');
  const log = k * 2 ** (es + fractionBits) + (tail === '' ? 0 : Number.parseInt(tail, 2));
  return { kind: 'number', negative, log };
}

/** Section 3 step by step in BigInt; returns the {nar, acc} records. For small Fp only. */
export function runMac(parameters: MacParameters, stream: MacStream): bigint[] {
  const width = parameters.accumulatorWidth;
  const startWords = Math.ceil(width / 32);
  let acc = 0n;
  let nar = 0n;
  return Array.from({ length: stream.length }, (_, cycle) => {
    const flags = stream.flags[cycle] as number;
    if ((flags & RST_NI) === 0) {
      acc = 0n;
      nar = 0n;
    } else if ((flags & EN_I) !== 0) {
      if ((flags & FIRST_I) !== 0) {
        acc = BigInt.asIntN(width, fromWords(stream.start, cycle, startWords));
        nar = 0n;
      }
      const weight = decode(parameters.weight, stream.weight[cycle] as number);
      const activation = decode(parameters.activation, stream.activation[cycle] as number);
      if (weight.kind === 'nar' || activation.kind === 'nar') nar = 1n;
      acc = limit(parameters, acc + product(parameters, weight, activation));
    }
    return (nar << BigInt(width)) | BigInt.asUintN(width, acc);
  });
}

function limit({ overflow, accumulatorWidth }: MacParameters, sum: bigint): bigint {
  if (overflow === 'wrap') return BigInt.asIntN(accumulatorWidth, sum);
  const end = 1n << BigInt(accumulatorWidth - 1);
  return sum >= end ? end - 1n : sum < -end ? -end : sum;
}

function product(parameters: MacParameters, weight: Decoded, activation: Decoded): bigint {
  if (weight.kind !== 'number' || activation.kind !== 'number') return 0n;
  const { align, converter, converterFraction: g, accumulatorFraction } = parameters;
  const fp = Math.max(parameters.weight.fractionBits, parameters.activation.fractionBits);
  const log =
    weight.log * 2 ** (fp - parameters.weight.fractionBits) +
    activation.log * 2 ** (fp - parameters.activation.fractionBits);
  const octave = Math.floor(log / 2 ** fp);
  const t = converter === 'table' ? antilog(log - octave * 2 ** fp, fp, g) : mitchell(log, fp, g);
  const negative = weight.negative !== activation.negative;
  const h = BigInt(octave + accumulatorFraction - g);
  const up = (align === 'floor' && negative) || (align === 'floor-act' && activation.negative);
  let magnitude: bigint;
  if (h >= 0n) magnitude = t << h;
  else if (align === 'nearest') magnitude = (t + (1n << (-h - 1n))) >> -h;
  else magnitude = (t + (up ? (1n << -h) - 1n : 0n)) >> -h;
  return negative ? -magnitude : magnitude;
}

function mitchell(log: number, fp: number, g: number): bigint {
  const j = BigInt(((log % 2 ** fp) + 2 ** fp) % 2 ** fp);
  return (1n << BigInt(g)) + ((j << BigInt(g)) >> BigInt(fp));
}

const antilogs = new Map<string, bigint>();

/** The largest N with (2N - 1)^(2^Fp) < 2^((G + 1) 2^Fp + j), by bisection. */
export function antilog(j: number, fp: number, g: number): bigint {
  const key = `${j},${fp},${g}`;
  const known = antilogs.get(key);
  if (known !== undefined) return known;
  const power = 2n ** BigInt(fp);
  const bound = 1n << (BigInt(g + 1) * power + BigInt(j));
  let low = 1n << BigInt(g);
  let high = 2n << BigInt(g);
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if ((2n * middle - 1n) ** power < bound) low = middle;
    else high = middle;
  }
  antilogs.set(key, low);
  return low;
}

/** The largest N with 2^((2N - 1) / 2^(Fo + 1)) < 1 + x / 2^X, counted up. */
export function mantissaLog(x: number, inputBits: number, fraction: number): bigint {
  if (x === 0) return 0n;
  const power = 2n ** BigInt(fraction + 1);
  const left = BigInt(2 ** inputBits + x) ** power;
  const unit = BigInt(inputBits) * power;
  let nearest = 0n;
  while (left > 1n << (unit + 2n * nearest + 1n)) nearest++;
  return nearest;
}

/** Section 4 step by step in BigInt, nearest word by comparing all. */
export function requantise(parameters: RequantiseParameters, record: bigint): number {
  const { accumulatorWidth, accumulatorFraction, inputBits, fraction, output } = parameters;
  if (record >> BigInt(accumulatorWidth) === 1n) return output.narWord;
  const v = BigInt.asIntN(accumulatorWidth, record);
  if (v === 0n || (parameters.relu && v < 0n)) return 0;
  const magnitude = v < 0n ? -v : v;
  const p = magnitude.toString(2).length - 1;
  const bits = magnitude
    .toString(2)
    .slice(1, 1 + inputBits)
    .padEnd(inputBits, '0');
  const x = bits === '' ? 0 : Number.parseInt(bits, 2);
  const octaves = BigInt(p - accumulatorFraction) << BigInt(fraction);
  const log = octaves + mantissaLog(x, inputBits, fraction) + parameters.scale;
  const word = nearestWord(output, log, fraction, parameters.underflow);
  return v < 0n && word !== 0 ? 2 ** output.n - word : word;
}

/** Section 2 for t = log * 2^-fraction, all in units of 2^-(fraction + F). */
function nearestWord(
  format: LpFormat,
  log: bigint,
  fraction: number,
  underflow: 'flush' | 'saturate',
): number {
  const t = log << BigInt(format.fractionBits);
  const logOf = (word: number): bigint => BigInt(decode(format, word).log) << BigInt(fraction);
  if (underflow === 'flush' && t < logOf(1) - (1n << BigInt(fraction + format.fractionBits))) {
    return 0;
  }
  let best = 1;
  const distance = (word: number): bigint => {
    const difference = logOf(word) - t;
    return difference < 0n ? -difference : difference;
  };
  for (let word = 2; word <= format.maxWord; word++) {
    const gain = distance(best) - distance(word);
    if (gain > 0n || (gain === 0n && word % 2 === 0)) best = word;
  }
  return best;
}
