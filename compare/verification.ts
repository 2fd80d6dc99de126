import { verifySystolic } from '../sim/index.ts';
import { Failure } from '../system/failure.ts';
import type { Verification } from './report.ts';
import type { Subject } from './subject.ts';
import type { Tools } from './tools-of.ts';

/** What was compared, and the tools that did it. */
export interface Verified {
  readonly verification: Verification;
  readonly tools: Tools;
}

/**
 * Every pair of words through the small grid of a design, bit for bit against the golden model; from the memo
 * where the same RTL passed before. Throws Failure (mismatch): such a design has no row.
 */
export async function verification({
  spec,
  small,
}: Pick<Subject, 'spec' | 'small'>): Promise<Verified> {
  const { verdict, vectors, exhaustive, tools } = await verifySystolic(small);
  if (verdict === 'pass' && exhaustive)
    return { verification: { vectors, exhaustive }, tools: named(tools) };
  const found = verdict === 'pass' ? 'not every pair of words was compared' : verdict;
  throw new Failure(
    'mismatch',
    `${spec.id} does not agree with its golden model: ${found}`,
    `logposit verify tells more of a config with this datapath`,
  );
}

/** As the other tools of a report are named. */
const NAMES: Readonly<Record<string, string>> = { verilator: 'Verilator', iverilog: 'Icarus' };

function named(tools: Tools): Tools {
  return Object.fromEntries(
    Object.entries(tools).map(([name, version]) => [NAMES[name] ?? name, version]),
  );
}
