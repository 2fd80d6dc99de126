/** Digits of the values on a log scale, the fewest first. */
const DIGITS = [
  [1, 2, 5],
  [1, 1.5, 2, 3, 5, 7],
  [1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9],
] as const;
const ENOUGH = 3;

/** Numbers for the ticks of a log scale, round ones where the range is long enough for them. */
export function roundValues(from: number, to: number): number[] {
  for (const digits of DIGITS) {
    const values = powersOf(digits, from, to);
    if (values.length >= ENOUGH) return values;
  }
  return evenValues(from, to);
}

function powersOf(digits: readonly number[], from: number, to: number): number[] {
  const values: number[] = [];
  for (let power = Math.floor(Math.log10(from)); power <= Math.log10(to); power += 1) {
    for (const digit of digits) values.push(Number(`${digit}e${power}`));
  }
  return values.filter((value) => value >= from && value <= to);
}

/** Multiples of the largest of 1, 2 and 5 times a power of ten that has enough of them. */
function evenValues(from: number, to: number): number[] {
  const most = (to - from) / ENOUGH;
  const power = 10 ** Math.floor(Math.log10(most));
  const step = power * ([5, 2].find((digit) => digit * power <= most) ?? 1);
  const first = Math.ceil(from / step);
  const count = Math.floor(to / step) - first + 1;
  return Array.from({ length: count }, (_, index) => (first + index) * step);
}
