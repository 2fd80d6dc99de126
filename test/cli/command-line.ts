import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../system/package-root.ts';

export const cliPath = join(packageRoot, 'dist/cli/main.js');

/** An empty directory that a test works in; remove it with `dispose`. */
export interface Workplace {
  readonly directory: string;
  write(path: string, content: string, mode?: number): string;
  /** Every path below the directory, sorted. */
  listing(): string[];
  dispose(): void;
}

export function workplace(): Workplace {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'logposit-test-')));
  return {
    directory,
    write(path, content, mode = 0o644) {
      const file = join(directory, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content, { mode });
      return file;
    },
    listing: () => readdirSync(directory, { recursive: true }).map(String).sort(),
    dispose: () => rmSync(directory, { recursive: true, force: true }),
  };
}

export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** Runs the built command line without a shell. */
export function logposit(
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Ended {
  const { stdout, stderr, status, error } = spawnSync(process.execPath, [cliPath, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  return { stdout, stderr, code: status };
}

export interface Call {
  readonly args: readonly string[];
  readonly cwd: string;
}

/**
 * Runs the built command line once per call, all in one process: for cases by the dozen, where the
 * start of a process each would be most of the time. `rss` is its largest resident set up to the end
 * of a call, in KiB.
 */
export function logpositEach(
  calls: readonly Call[],
  { nodeOptions = '' }: { readonly nodeOptions?: string } = {},
): (Ended & { readonly rss: number })[] {
  const runner = join(packageRoot, 'test/cli/call-each.mjs');
  const module = join(packageRoot, 'dist/cli/call.js');
  const { stdout, stderr, status, error } = spawnSync(process.execPath, [runner, module], {
    input: JSON.stringify(calls),
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', NODE_OPTIONS: nodeOptions },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${calls.length} calls ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}
