/** What stands where there is no figure. */
export const MISSING = '–';

/** Three digits or more, as far as they mean anything. */
export function figure(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

export function figureOrNone(value: number | undefined): string {
  return value === undefined ? MISSING : figure(value);
}

/** dB with one digit; without an error there is no end. */
export function sqnrText(sqnr: number | undefined): string {
  if (sqnr === undefined) return MISSING;
  return Number.isFinite(sqnr) ? sqnr.toFixed(1) : 'exact';
}

/** A multiple of the first row's. */
export function ratioText(value: number | undefined, first: number | undefined): string {
  return value === undefined || first === undefined ? MISSING : (value / first).toFixed(2);
}

/** "218 / 275": without and with glitches. */
export function bothModels(energyBy: (model: 'zero' | 'liberty') => number | undefined): string {
  const values = (['zero', 'liberty'] as const).map(energyBy);
  if (values.every((value) => value === undefined)) return MISSING;
  return values.map((value) => figureOrNone(value)).join(' / ');
}
