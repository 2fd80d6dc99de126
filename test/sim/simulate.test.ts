import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { simulate } from '../../sim/simulate.ts';
import type { Block } from '../../sim/workload.ts';
import { packageRoot } from '../../system/package-root.ts';
import { COUNTED, echoed, fakeSimulator } from './fixtures/fake.ts';
import { scratchDirectory } from './fixtures/fixture.ts';

const LIMITS = { totalSeconds: 60, idleSeconds: 30 };
const IMPATIENT = { totalSeconds: 60, idleSeconds: 0.5 };

describe('a simulator that answers', () => {
  test('rightly completes', async () => {
    const end = await simulate(fakeSimulator('out(10, 11, 12, 13)'), COUNTED, LIMITS);
    expect(end).toEqual({ kind: 'complete', vectors: 4, mismatches: 0, first: null });
  });

  test('in pieces that split words completes', async () => {
    const pieces = `
      const bytes = Buffer.from(Uint32Array.of(10, 11, 12, 13).buffer);
      let at = 0;
      const next = () => { if (at < 16) { writeSync(1, bytes.subarray(at, at += 3)); setTimeout(next, 5); } };
      next();
    `;
    const end = await simulate(fakeSimulator(pieces), COUNTED, LIMITS);
    expect(end).toMatchObject({ kind: 'complete', mismatches: 0 });
  });

  test('wrongly has its mismatches counted and the first one kept', async () => {
    const end = await simulate(fakeSimulator('out(10, 7, 8, 13)'), COUNTED, LIMITS);
    expect(end).toEqual({
      kind: 'complete',
      vectors: 4,
      mismatches: 2,
      first: { index: 1, expected: Uint32Array.of(11), got: Uint32Array.of(7) },
    });
  });

  test('what it is fed completes, however much that is', async () => {
    const echo = 'process.stdin.pipe(process.stdout)';
    const end = await simulate(fakeSimulator(echo), echoed(64, 20_000), LIMITS);
    expect(end).toEqual({ kind: 'complete', vectors: 64 * 20_000, mismatches: 0, first: null });
  });

  test('with chatter on stderr still completes', async () => {
    const chatter = `
      for (let line = 0; line < 50_000; line++) writeSync(2, 'some RTL prints a lot\\n');
      out(10, 11, 12, 13);
    `;
    expect(await simulate(fakeSimulator(chatter), COUNTED, LIMITS)).toMatchObject({
      kind: 'complete',
    });
  });
});

describe('a simulator that says too little or too much', () => {
  test.each([
    ['nothing', '', 0],
    ['one record less', 'out(10, 11, 12)', 3],
    ['half a record less', 'out(10, 11, 12); writeSync(1, Buffer.from([13, 0]))', 3],
    ['a wrong record and no more', 'out(9)', 1],
  ])('%s: short-output', async (_, script, got) => {
    const end = await simulate(fakeSimulator(script), COUNTED, LIMITS);
    expect(end).toEqual({ kind: 'short-output', expected: 4, got });
  });

  test.each([
    ['one record more', 'out(10, 11, 12, 13, 14)'],
    ['one byte more', 'out(10, 11, 12, 13); writeSync(1, Buffer.from([0]))'],
    ['no end', 'for (;;) out(10, 11, 12, 13)'],
  ])('%s: long-output', async (_, script) => {
    const end = await simulate(fakeSimulator(script), COUNTED, LIMITS);
    expect(end).toEqual({ kind: 'long-output', expected: 4 });
  });

  test('an end before everything was read: short-output', async () => {
    const end = await simulate(fakeSimulator('process.exit(0)'), echoed(64, 20_000), LIMITS);
    expect(end).toEqual({ kind: 'short-output', expected: 64 * 20_000, got: 0 });
  });

  test('every record twice: long-output', async () => {
    const twice = `process.stdin.on('data', (data) => { writeSync(1, data); writeSync(1, data); })`;
    const end = await simulate(fakeSimulator(twice), echoed(1, 100), LIMITS);
    expect(end).toEqual({ kind: 'long-output', expected: 100 });
  });
});

describe('a simulator that breaks', () => {
  test('by a signal: crashed, with the signal', async () => {
    const script = `out(10); process.kill(process.pid, 'SIGSEGV'); setInterval(() => {}, 1000)`;
    const end = await simulate(fakeSimulator(script), COUNTED, LIMITS);
    expect(end).toEqual({ kind: 'crashed', detail: 'killed by SIGSEGV', after: 1 });
  });

  test('by an exit code, everything written: crashed, with what it said', async () => {
    const script = `out(10, 11, 12, 13); writeSync(2, 'note\\nError: oh no\\n'); process.exit(3)`;
    const end = await simulate(fakeSimulator(script), COUNTED, LIMITS);
    expect(end).toEqual({ kind: 'crashed', detail: 'exit code 3: Error: oh no', after: 4 });
  });

  test('while it is fed: crashed', async () => {
    const script = `process.stdin.once('data', () => process.exit(1))`;
    const end = await simulate(fakeSimulator(script), echoed(64, 20_000), LIMITS);
    expect(end).toEqual({ kind: 'crashed', detail: 'exit code 1', after: 0 });
  });

  test('by not being there: tool-missing', async () => {
    const simulator = { command: '/nonexistent/dut', args: [], cwd: '.' };
    expect(await simulate(simulator, COUNTED, LIMITS)).toEqual({
      kind: 'tool-missing',
      detail: 'cannot start the simulator /nonexistent/dut',
    });
    expect(await simulate(simulator, echoed(4, 20_000), LIMITS)).toMatchObject({
      kind: 'tool-missing',
    });
  });
});

describe('a simulator that hangs', () => {
  test('without a word: timeout', async () => {
    const end = await simulate(fakeSimulator('setInterval(() => {}, 1000)'), COUNTED, IMPATIENT);
    expect(end).toEqual({ kind: 'timeout', seconds: 0.5, after: 0 });
  });

  test('after its last record: timeout', async () => {
    const script = 'out(10, 11, 12, 13); setInterval(() => {}, 1000)';
    const end = await simulate(fakeSimulator(script), COUNTED, IMPATIENT);
    expect(end).toEqual({ kind: 'timeout', seconds: 0.5, after: 4 });
  });

  test('instead of reading: timeout', async () => {
    const script = 'setInterval(() => {}, 1000)';
    const end = await simulate(fakeSimulator(script), echoed(64, 20_000), IMPATIENT);
    expect(end).toEqual({ kind: 'timeout', seconds: 0.5, after: 0 });
  });

  test('but keeps talking: timeout of the whole run', async () => {
    const script = `
      const bytes = Buffer.from(Uint32Array.of(10, 11, 12, 13).buffer);
      let at = 0;
      setInterval(() => { if (at < 15) writeSync(1, bytes.subarray(at, ++at)); }, 100);
    `;
    const limits = { totalSeconds: 1, idleSeconds: 30 };
    const end = await simulate(fakeSimulator(script), COUNTED, limits);
    expect(end).toMatchObject({ kind: 'timeout', seconds: 1 });
  });
});

describe('a simulator that is stopped', () => {
  test.each([
    ['output', { ...COUNTED, blocks: faulty }],
    ['input', { ...COUNTED, fed: true, blocks: faulty }],
  ])('by an error in the expected %s ends the run with it', async (_, workload) => {
    const run = simulate(fakeSimulator('for (;;) out(10)'), workload, LIMITS);
    await expect(run).rejects.toThrow('no golden values today');
  });

  test('by its caller ends the run as interrupted', async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 200);
    const run = simulate(fakeSimulator('setInterval(() => {}, 1000)'), COUNTED, {
      ...LIMITS,
      signal: abort.signal,
    });
    await expect(run).rejects.toMatchObject({ kind: 'interrupted' });
  });

  test('by the end of this process does not outlive it', async () => {
    const directory = await scratchDirectory();
    const alive = join(directory, 'alive');
    const script = `
      require('node:fs').writeFileSync(${JSON.stringify(alive)}, String(process.pid));
      setInterval(() => {}, 1000);
    `;
    const program = `
      import { simulate } from './sim/simulate.ts';
      import { COUNTED, fakeSimulator } from './test/sim/fixtures/fake.ts';
      process.on('SIGINT', () => process.exit(130));
      const script = ${JSON.stringify(script)};
      await simulate(fakeSimulator(script), COUNTED, { totalSeconds: 60, idleSeconds: 60 });
    `;
    const parent = execa(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', program],
      { cwd: packageRoot, reject: false },
    );
    await until(() => existsSync(alive) && readFileSync(alive, 'utf8') !== '');
    const pid = Number(readFileSync(alive, 'utf8'));
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGINT');
    expect((await parent).exitCode).toBe(130);
    await until(() => !isAlive(pid));
    expect(isAlive(pid)).toBe(false);
  });
});

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!condition() && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function faulty(): Iterable<Block> {
  return {
    [Symbol.iterator]: () => ({
      next() {
        throw new RangeError('no golden values today');
      },
    }),
  };
}
