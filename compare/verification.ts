import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDesign } from '../generator/index.ts';
import { verify } from '../sim/index.ts';
import { cachedJson, contentHash } from '../system/cache.ts';
import { Failure } from '../system/failure.ts';
import { removeOnInterrupt } from '../system/interrupt.ts';
import { rtlHash } from '../system/rtl-hash.ts';
import type { Verification } from './report.ts';
import type { Subject } from './subject.ts';

/** Changes with what a verification of a grid looks at. */
const VERSION = '1';

/** Replays the random part: a row of a table is to be the same tomorrow. */
const SEED = 1;

/**
 * Every pair of words through the small grid of a design, bit for bit against the golden model; from the memo
 * where the same RTL passed before. Throws Failure (mismatch): such a design has no row.
 */
export function verification({ spec, small }: Subject): Promise<Verification> {
  const texts = small.sources.map(({ text }) => text);
  const key = contentHash(VERSION, rtlHash(texts, spec.id), JSON.stringify(small.config));
  return cachedJson('verified', key, async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'logposit-'));
    const release = removeOnInterrupt(scratch);
    try {
      await writeDesign(small, scratch);
      const report = await verify(small, { directory: scratch, seed: SEED });
      const { verdict, vectors, exhaustive } = report;
      if (verdict === 'pass' && exhaustive) return { vectors, exhaustive };
      const found = verdict === 'pass' ? 'not every pair of words was compared' : verdict;
      throw new Failure(
        'mismatch',
        `${spec.id} does not agree with its golden model: ${found}`,
        `logposit verify tells more of a config with this datapath`,
      );
    } finally {
      await rm(scratch, { recursive: true, force: true });
      release();
    }
  });
}
