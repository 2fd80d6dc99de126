import { describe, expect, test } from 'vitest';
import { arrayChecks } from '../../../sim/array/checks.ts';
import { gapJobs } from '../../../sim/array/jobs.ts';
import { checkOf } from '../../../sim/results.ts';
import { simulate } from '../../../sim/simulate.ts';
import { forModule } from '../../../sim/simulate-all.ts';
import { jobAnswers, simulatorOf, sourceOf } from '../fixtures/answers.ts';
import { emittedArray, emittedRtl, type RegexEdit } from '../fixtures/emitted-array.ts';

const LIMITS = { totalSeconds: 100, idleSeconds: 30 };
const SEED = 3;
/** The driver's fault: a result was taken back or changed before it was accepted. */
const NOT_HELD = 2;
const DESIGN = emittedArray();
const GAPS = { subject: DESIGN, seed: SEED, modes: DESIGN.shape.modes };

async function arrayWith(...edits: readonly RegexEdit[]) {
  const directory = await emittedRtl(DESIGN, ...edits);
  return simulatorOf([await sourceOf(DESIGN, directory, 'array')], directory);
}

test('every beat of every stream moves once, whatever holds them up', async () => {
  const jobs = gapJobs({ ...GAPS, vectors: 20_000, jobVectors: 512 }).map((make) => make());
  const answered = await jobAnswers(DESIGN, await arrayWith(), jobs);
  for (const [index, { results, summary }] of answered.entries()) {
    const tiles = (jobs[index]?.tiles ?? []).map(({ tile }) => tile);
    const vectorsOf = (some: typeof tiles) => some.reduce((sum, { vectors }) => sum + vectors, 0);
    expect(summary).toMatchObject({
      faults: 0,
      'results too many': 0,
      'channel sets taken': tiles.filter(({ channels }) => channels !== null).length,
      'weight rows taken': tiles.length * DESIGN.shape.rows,
      'vectors taken': vectorsOf(tiles),
    });
    expect(results.length).toBe(vectorsOf(tiles.filter((tile) => tile.results !== null)));
    expect(results.filter(([cycle]) => cycle === 0xffff_ffff)).toEqual([]);
  }
});

interface Fault extends RegexEdit {
  readonly what: string;
  /** What the driver must report besides. */
  readonly faults?: number;
}

const FAULTS: readonly Fault[] = [
  {
    what: 'a valid result is taken back',
    file: 'control',
    from: /assign result_valid_o = results_q != '0;/,
    to: "assign result_valid_o = results_q != '0 && valid_q[0];",
    faults: NOT_HELD,
  },
  {
    what: 'a waiting result changes',
    file: 'control',
    from: /if \(result_fire\) read_slot_q/,
    to: 'if (result_valid_o) read_slot_q',
    faults: NOT_HELD,
  },
  {
    what: 'a result comes twice',
    file: 'control',
    from: /- \{(\d+)'d0, result_fire\};\n(.*)if \(result_fire\)/,
    to: "- {$1'd0, result_fire && !channel_valid_i};\n$2if (result_fire)",
  },
  {
    what: 'a vector is lost',
    file: 'control',
    from: /valid_q <= \{(.*), act_fire\};/,
    to: 'valid_q <= {$1, act_fire && !weight_fire};',
  },
  {
    what: 'a row of weights counts twice',
    file: 'control',
    from: /missing_q {6}<= missing - \{(\d+)'d0, weight_fire\};/,
    to: "missing_q <= missing - ((missing != 1 && weight_fire && channel_valid_i) ? 2 : {$1'd0, weight_fire});",
  },
];

describe('a fault in the handshake is found', () => {
  test.each(FAULTS)('$what', async (edit) => {
    const array = forModule(await arrayWith(edit), 0);
    const [, , gaps] = arrayChecks(DESIGN, SEED);
    if (gaps === undefined) throw new Error('arrays are checked with gaps');
    const { verdict } = checkOf('arr_array', gaps, await simulate(array, gaps, LIMITS));
    expect(verdict.kind).toBe('mismatch');
    if (edit.faults !== undefined) {
      const jobs = gapJobs({ ...GAPS, vectors: 2048, jobVectors: 256 }).map((make) => make());
      const answered = await jobAnswers(DESIGN, await arrayWith(edit), jobs);
      expect(answered.some(({ summary }) => (summary.faults & (edit.faults ?? 0)) !== 0)).toBe(
        true,
      );
    }
  });
});
