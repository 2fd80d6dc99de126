import { FormatError, type LpFormat, lpFormat } from '../golden/format.ts';
import { Failure } from '../system/failure.ts';

const INTEGER = /^-?\d{1,9}$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A format from the command line, n,es,rs or n,es,rs,sf. Throws Failure (usage), FormatError. */
export function parseFormat(
  text: string,
  { name, example }: { readonly name: string; readonly example: string },
): LpFormat {
  const parts = text.split(',').map((part) => part.trim());
  const wellFormed = parts.every((part, index) => (index < 3 ? INTEGER : NUMBER).test(part));
  if (parts.length < 3 || parts.length > 4 || !wellFormed) {
    throw new Failure('usage', `${name} must be n,es,rs or n,es,rs,sf, not "${text}"`, example);
  }
  const [n = 0, es = 0, rs = 0, sf = 0] = parts.map(Number);
  try {
    return lpFormat({ n, es, rs, sf });
  } catch (error) {
    if (!(error instanceof FormatError) || !name.startsWith('--')) throw error;
    throw new Failure('usage', `${name}: ${error.message}`, example);
  }
}
