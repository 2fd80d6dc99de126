import { describe, expect, test } from 'vitest';
import { buildSimulator } from '../../sim/build.ts';
import { decoderChecks } from '../../sim/checks/decoder.ts';
import { encoderChecks } from '../../sim/checks/encoder.ts';
import { peChecks } from '../../sim/checks/pe.ts';
import { prepareRuntime } from '../../sim/runtime.ts';
import { type ModuleWorkload, simulateAll } from '../../sim/simulate-all.ts';
import { findSimulationTools } from '../../sim/tools.ts';
import { readRtl } from '../../system/rtl-files.ts';
import { COUNTED, echoed, fakeDriver } from './fixtures/fake.ts';
import { type Edit, fixtureDesign, fixtureModule, fixtureRtl } from './fixtures/fixture.ts';

const LIMITS = { totalSeconds: 60, idleSeconds: 30 };
const COMPLETE = { kind: 'complete', vectors: 4, mismatches: 0, first: null };

function counted(...modules: readonly number[]): ModuleWorkload[] {
  return modules.map((module) => ({ module, workload: COUNTED }));
}

describe('workloads in one process', () => {
  test('that are answered rightly complete, in that process', async () => {
    const simulator = fakeDriver({ alone: 'process.exit(9)' });
    expect(await simulateAll(simulator, counted(0, 1, 2), LIMITS)).toEqual([
      COMPLETE,
      COMPLETE,
      COMPLETE,
    ]);
  });

  test('are none, or one', async () => {
    expect(await simulateAll(fakeDriver({}), [], LIMITS)).toEqual([]);
    expect(await simulateAll(fakeDriver({}), counted(0), LIMITS)).toEqual([COMPLETE]);
  });

  test('may be fed more than a pipe holds, between others that are not', async () => {
    const fed = { module: 3, workload: { ...echoed(64, 2_000), args: ['records'] } };
    const runs = [...counted(0), fed, ...counted(1), fed, fed];
    const ends = await simulateAll(fakeDriver({ alone: 'process.exit(9)' }), runs, LIMITS);
    const echo = { kind: 'complete', vectors: 64 * 2_000, mismatches: 0, first: null };
    expect(ends).toEqual([COMPLETE, echo, COMPLETE, echo, echo]);
  });

  test.each([
    ['wrong', 'out(10, 0, 12, 13)', { kind: 'complete', mismatches: 1, first: { index: 1 } }],
    ['short', 'out(10, 11, 12)', { kind: 'short-output', expected: 4, got: 3 }],
    ['silent', '', { kind: 'short-output', expected: 4, got: 0 }],
    ['long', 'out(10, 11, 12, 13, 10)', { kind: 'long-output', expected: 4 }],
    ['cut', 'out(10, 11); process.exit(0)', { kind: 'short-output', expected: 4, got: 2 }],
    ['broken', 'out(10); process.exit(3)', { kind: 'crashed', detail: 'exit code 3', after: 1 }],
    [
      'killed',
      "out(10); process.kill(process.pid, 'SIGSEGV'); return new Promise(() => setInterval(() => {}, 1000))",
      { kind: 'crashed', detail: 'killed by SIGSEGV', after: 1 },
    ],
    [
      'hung',
      'out(10); return new Promise(() => setInterval(() => {}, 1000))',
      { kind: 'timeout', seconds: 0.5, after: 1 },
    ],
  ])('of which a middle one is %s: that one is blamed', async (_, middle, end) => {
    const ends = await simulateAll(fakeDriver({ middle }), counted(0, 1, 2), {
      ...LIMITS,
      idleSeconds: 0.5,
    });
    expect(ends).toHaveLength(3);
    expect([ends[0], ends[2]]).toEqual([COMPLETE, COMPLETE]);
    expect(ends[1]).toMatchObject(end);
  });

  test('of which one says what the next one should: nothing is credited to the wrong one', async () => {
    const runs = counted(0, 1, 2);
    const simulator = fakeDriver({
      middle: 'out(10, 11, 12, 13, 10, 11, 12, 13); process.exit(0)',
    });
    const ends = await simulateAll(simulator, runs, LIMITS);
    expect(ends).toEqual([COMPLETE, { kind: 'long-output', expected: 4 }, COMPLETE]);
  });

  test('that break only in company count as they end alone', async () => {
    const simulator = fakeDriver({ middle: 'if (framed) process.exit(3); out(10, 11, 12, 13)' });
    const ends = await simulateAll(simulator, counted(0, 1, 2), LIMITS);
    expect(ends).toEqual([COMPLETE, COMPLETE, COMPLETE]);
  });

  test.each([
    ['says more', 'out(1)'],
    ['fails', 'process.exit(3)'],
  ])('whose process %s after the last one are all run again', async (_, last) => {
    const simulator = fakeDriver({ last, alone: 'out(7, 7, 7, 7); process.exit(0)' });
    const ends = await simulateAll(simulator, counted(0, 2), LIMITS);
    expect(ends).toMatchObject([{ mismatches: 4 }, { mismatches: 4 }]);
  });

  test('without a simulator are each reported', async () => {
    const simulator = { command: '/nonexistent/dut', args: [], cwd: '.' };
    const ends = await simulateAll(simulator, counted(0, 1), LIMITS);
    expect(ends.map(({ kind }) => kind)).toEqual(['tool-missing', 'tool-missing']);
  });
});

describe('modules in one simulator', () => {
  const ROLES = ['decoder', 'pe', 'encoder'] as const;

  /** Right modules with a changed decoder of another directory among them. */
  async function endsWith(...edits: readonly Edit[]) {
    const tools = await findSimulationTools();
    const cwd = await fixtureRtl();
    const right = await readRtl(cwd, 'fix');
    const changed = await readRtl(await fixtureRtl(...edits), 'fix');
    const modules = [
      ...ROLES.map((role) => ({ sources: right, module: fixtureModule(role) })),
      { sources: changed, module: fixtureModule('decoder') },
    ];
    const command = await buildSimulator(modules, tools, await prepareRuntime(tools));
    const { mac, requantise } = fixtureDesign();
    const decoded = decoderChecks(mac.weight);
    const ofModule = (module: number, workloads: readonly ModuleWorkload['workload'][]) =>
      workloads.map((workload) => ({ module, workload }));
    const pes = ofModule(1, peChecks(fixtureDesign(), 1, 1));
    const runs = [
      ...pes,
      ...ofModule(2, encoderChecks(requantise, 1)),
      ...ofModule(3, decoded),
      ...ofModule(0, decoded),
      ...pes,
    ];
    const ends = await simulateAll({ command, args: ['1'], cwd }, runs, LIMITS);
    return { changed: ends[pes.length + 1], others: ends.toSpliced(pes.length + 1, 1), runs };
  }

  test.each([
    ['wrong', "default:    length = 3'd7", "default:    length = 3'd6", 'complete'],
    ['that crashes', 'endmodule', "always_comb if (code_i == 8'h05) $fatal;\nendmodule", 'crashed'],
    ['that ends', 'endmodule', "always_comb if (code_i == 8'h05) $finish;\nendmodule", 'crashed'],
  ])('one %s is told from the right ones', async (_, from, to, kind) => {
    const { changed, others, runs } = await endsWith({ file: 'fix_decoder.sv', from, to });
    expect(others).toHaveLength(runs.length - 1);
    expect(others.filter((end) => end.kind !== 'complete' || end.mismatches > 0)).toEqual([]);
    expect(changed).toMatchObject({ kind });
    if (changed?.kind === 'complete') expect(changed.mismatches).toBe(2);
  });
});
