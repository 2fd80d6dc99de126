import { verifySystolic } from '../sim/index.ts';
import { Failure } from '../system/failure.ts';
import type { Verification } from './report.ts';
import type { Subject } from './subject.ts';

/**
 * Every pair of words through the small grid of a design, bit for bit against the golden model; from the memo
 * where the same RTL passed before. Throws Failure (mismatch): such a design has no row.
 */
export async function verification({ spec, small }: Subject): Promise<Verification> {
  const { verdict, vectors, exhaustive } = await verifySystolic(small);
  if (verdict === 'pass' && exhaustive) return { vectors, exhaustive };
  const found = verdict === 'pass' ? 'not every pair of words was compared' : verdict;
  throw new Failure(
    'mismatch',
    `${spec.id} does not agree with its golden model: ${found}`,
    `logposit verify tells more of a config with this datapath`,
  );
}
