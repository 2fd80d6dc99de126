import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { inScratchDirectory } from '../../cli/commands/verify.ts';
import { withStagingDirectory, writeFileAtomically } from '../../system/files.ts';
import { removeUnfinished } from '../../system/interrupt.ts';
import { packageRoot } from '../../system/package-root.ts';
import { fakeTools, fakeYosys, freshCache, MAC, scratch, TINY } from './support.ts';

const PROGRAM = `
  import { removeUnfinished } from '${packageRoot}/system/interrupt.ts';
  import { synthesize } from '${packageRoot}/synth/index.ts';
  process.once('SIGINT', () => { removeUnfinished(); process.exit(130); });
  await synthesize({ config: { name: 'fx' }, modules: [] }, { directory: '${MAC}', liberty: '${TINY}' });
`;

test('an interrupt ends Yosys with its children and removes the temporary directory', async () => {
  const { temporary } = await freshCache();
  const pids = join(await scratch(), 'pids');
  await fakeTools({ yosys: fakeYosys(`sleep 1000 & echo $$ $! > ${pids}; wait`) });
  const child = execa('node', ['--import', 'tsx', '--input-type=module', '-e', PROGRAM], {
    cwd: packageRoot,
    reject: false,
  });
  const started = await untilWritten(pids);
  expect((await readdir(temporary)).filter(isWorkspace)).toHaveLength(1);
  expect(started.map(isRunning)).toEqual([true, true]);

  child.kill('SIGINT');
  expect((await child).exitCode).toBe(130);
  expect((await readdir(temporary)).filter(isWorkspace)).toEqual([]);
  while (started.some(isRunning)) await pause();
});

/** What an interrupt leaves when it comes after so many turns of the event loop. */
async function leftBy(turns: number, work: (directory: string) => Promise<unknown>) {
  const { temporary } = await freshCache();
  const working = work(temporary).catch(() => {});
  for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
  removeUnfinished();
  // The process would end now; calls to the file system that are under way end all the same.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  const left = readdirSync(temporary);
  await working;
  return left;
}

const turns = [0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30];

test.each([
  ['a staging directory', (directory: string) => withStagingDirectory(join(directory, 'x'), pause)],
  ['a file', (directory: string) => writeFileAtomically(join(directory, 'x'), 'text').then(pause)],
  ['a scratch directory', () => inScratchDirectory(pause)],
])('an interrupt at any moment leaves nothing of %s', async (_, work) => {
  for (const turn of turns) {
    const left = await leftBy(turn, work);
    expect(left.filter((file) => file !== 'x')).toEqual([]);
  }
});

const isWorkspace = (file: string) => file.startsWith('logposit-synth');

const pause = () => new Promise((resolve) => setTimeout(resolve, 10));

async function untilWritten(path: string): Promise<number[]> {
  for (;;) {
    const text = await readFile(path, 'utf8').catch(() => '');
    if (text.endsWith('\n')) return text.trim().split(' ').map(Number);
    await pause();
  }
}

/** Whether a process does anything; one that nobody has collected yet (a zombie) does not. */
function isRunning(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
