import { type LpFormat, lpFormat } from '../../../golden/format.ts';

/** Every format with word lengths in a range, all es and rs, one sf. */
export function everyFormat(range: { from: number; to: number; sf?: number }): LpFormat[] {
  const formats: LpFormat[] = [];
  for (let n = range.from; n <= range.to; n += 1) {
    for (let es = 0; es <= 5; es += 1) {
      for (let rs = 1; rs < n; rs += 1) {
        formats.push(lpFormat({ n, es, rs, sf: range.sf ?? 0 }));
      }
    }
  }
  return formats;
}

/** L of a word read off its bit string by regular expression, in units of 2^-F; sign apart. */
export function logByString(format: LpFormat, word: number): { sign: number; log: number } {
  const { n, es, rs, fractionBits } = format;
  const sign = word >= 2 ** (n - 1) ? 1 : 0;
  const bits = (sign === 1 ? 2 ** n - word : word).toString(2).padStart(n, '0').slice(1);
  const run = (bits.match(new RegExp(`^(1{1,${rs}}|0{1,${rs}})`)) as RegExpMatchArray)[0];
  const rest = bits.slice(run.length === rs ? rs : run.length + 1);
  const k = run.startsWith('1') ? run.length - 1 : -run.length;
  const e = Number.parseInt(`0${rest.slice(0, es).padEnd(es, '0')}`, 2);
  const fraction = rest.slice(es);
  const f = fraction === '' ? 0 : Number.parseInt(fraction, 2) / 2 ** fraction.length;
  return { sign, log: (2 ** es * k + e + f) * 2 ** fractionBits };
}

/** A positive binary64 as numerator / 2^shift, found by doubling, not by its bits. */
export function ratio(x: number): { numerator: bigint; shift: number } {
  let scaled = x;
  let shift = 0;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    shift += 1;
  }
  return { numerator: BigInt(scaled), shift };
}

/** Sign of log2(numerator / 2^shift) - bound / unit, from whole powers of both sides. */
export function orderByPowers(
  x: { numerator: bigint; shift: number },
  bound: number,
  unit: number,
): number {
  const left = x.numerator ** BigInt(unit);
  const exponent = bound + x.shift * unit;
  if (exponent < 0) return 1;
  const right = 1n << BigInt(exponent);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** The binary64 neighbours of x > 0: the next below and the next above. */
export function neighbours(x: number): [number, number] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  view.setBigUint64(0, bits - 1n);
  const below = view.getFloat64(0);
  view.setBigUint64(0, bits + 1n);
  return [below, view.getFloat64(0)];
}

/** A generator of integers in [0, below), the same on every run. */
export function repeatable(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
