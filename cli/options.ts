import { Failure } from '../system/failure.ts';

/** A whole number from the command line. Throws Failure (usage). */
export function integerOption(
  name: string,
  text: string | undefined,
  range: { readonly min: number; readonly max: number },
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= range.min && value <= range.max) return value;
  throw new Failure(
    'usage',
    `${name} must be an integer from ${range.min} to ${range.max}, not "${text}"`,
  );
}
