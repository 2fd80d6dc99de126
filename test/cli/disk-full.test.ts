import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { packageRoot } from '../../system/package-root.ts';
import { cliPath, logposit, type Workplace, workplace } from './command-line.ts';

const CONFIG = join(packageRoot, 'examples/mitchell.json');
const NO_SPACE = 'no space left on the disk (free some space and run the command again)';

let place: Workplace;
let mounted: string[];
beforeEach(() => {
  place = workplace();
  mounted = [];
});
afterEach(() => {
  for (const directory of mounted) spawnSync('umount', ['-l', directory]);
  place.dispose();
});

/** A small file system of its own below the workplace. */
function smallDisk(name: string, size: string): string {
  const directory = join(place.directory, name);
  mkdirSync(directory);
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', directory]);
  if (status !== 0) throw new Error('mount failed');
  mounted.push(directory);
  return directory;
}

/** SHA-256 of every file in a directory of the workplace. */
function checksums(name: string): string {
  const cwd = join(place.directory, name);
  return spawnSync('sh', ['-c', 'sha256sum *'], { cwd, encoding: 'utf8' }).stdout;
}

/** Mounting takes root and the right to do it, which a container may not have. */
function canMount(): boolean {
  const probe = workplace();
  const { status } = spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', probe.directory]);
  if (status === 0) spawnSync('umount', [probe.directory]);
  probe.dispose();
  return status === 0;
}

describe.skipIf(!canMount())('a full disk (needs the right to mount)', () => {
  test('of the output: one line, nothing half-written', () => {
    smallDisk('disk', '24k');
    const before = place.listing();
    const ended = logposit(['generate', CONFIG, '-o', 'disk/rtl'], { cwd: place.directory });
    expect(ended).toEqual({
      stdout: '',
      stderr: `logposit: cannot write disk/rtl: ${NO_SPACE}\n`,
      code: 4,
    });
    expect(place.listing()).toEqual(before);
  });

  test('of the output: what an earlier run wrote stays whole', () => {
    smallDisk('disk', '64k');
    const args = ['generate', CONFIG, '-o', 'disk/rtl'];
    expect(logposit(args, { cwd: place.directory }).code).toBe(0);
    spawnSync('sh', ['-c', 'cat /dev/zero > disk/ballast 2>/dev/null'], { cwd: place.directory });
    const before = checksums('disk/rtl');
    expect(logposit(args, { cwd: place.directory })).toEqual({
      stdout: '',
      stderr: `logposit: cannot write disk/rtl: ${NO_SPACE}\n`,
      code: 4,
    });
    expect(checksums('disk/rtl')).toBe(before);
  });

  test.each([
    ['verify', '2m', `g++ could not write: ${NO_SPACE}`],
    ['synth', '4k', `cannot write the cache in CACHE: ${NO_SPACE}`],
  ])('of the cache: %s', (command, size, line) => {
    const cache = smallDisk('cache', size);
    const ended = logposit([command, CONFIG], {
      cwd: place.directory,
      env: { LOGPOSIT_CACHE: cache },
    });
    expect(ended).toEqual({
      stdout: '',
      stderr: `logposit: ${line.replace('CACHE', cache)}\n`,
      code: 4,
    });
    expect(place.listing().filter((path) => path.endsWith('.tmp'))).toEqual([]);
  });
});

test('of standard output: one line', () => {
  const script = 'exec "$0" "$@" > /dev/full';
  const { stderr, status } = spawnSync(
    'sh',
    ['-c', script, process.execPath, cliPath, 'table', '4,0,2'],
    { cwd: place.directory, encoding: 'utf8' },
  );
  expect({ stderr, status }).toEqual({
    stderr: `logposit: cannot write to standard output: ${NO_SPACE}\n`,
    status: 4,
  });
});

test('a limit on file sizes: one line, nothing left', () => {
  const script = 'ulimit -f 2; exec "$0" "$@"';
  const { stdout, stderr, status } = spawnSync(
    'bash',
    ['-c', script, process.execPath, cliPath, 'generate', CONFIG, '-o', 'rtl'],
    { cwd: place.directory, encoding: 'utf8' },
  );
  expect({ stdout, stderr, status }).toEqual({
    stdout: '',
    stderr: 'logposit: cannot write rtl: file too large (raise the file size limit (ulimit -f))\n',
    status: 4,
  });
  expect(place.listing()).toEqual([]);
});
