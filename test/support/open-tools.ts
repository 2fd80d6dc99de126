import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';

/** A design's files as they lie in a directory, children first, and the modules in them. */
export interface WrittenRtl {
  readonly directory: string;
  /** File that lists the others. */
  readonly list: string;
  readonly files: readonly string[];
  readonly modules: readonly string[];
}

/** Verilator, Icarus and Yosys accept every module without a word. */
export function expectAccepted({ directory, list, files, modules }: WrittenRtl): void {
  for (const name of modules) {
    const lint = ['--lint-only', '-Wall', '--top-module', name, '-f', list];
    expect(output(directory, 'verilator_bin', ...lint), name).toBe('');
  }
  // Icarus takes every module as a root of one run.
  const roots = modules.flatMap((name) => ['-s', name]);
  const compile = ['-g2012', '-Wall', '-o', '/dev/null', ...roots, '-c', list];
  const icarus = output(directory, 'iverilog', ...compile);
  expect(icarus.split('\n').filter((line) => line !== '' && !isUniqueNote(line))).toEqual([]);
  const script = `read_verilog -sv ${files.join(' ')}; hierarchy -check; proc; check -assert`;
  expect(output(directory, 'yosys', '-q', '-p', script)).toBe('');
}

/** Everything a tool prints on both streams; a tool that does not start fails the test. */
function output(directory: string, command: string, ...args: string[]): string {
  const { error, stdout, stderr } = spawnSync(command, args, { cwd: directory, encoding: 'utf8' });
  if (error) throw error;
  return `${stdout}${stderr}`;
}

function isUniqueNote(line: string): boolean {
  return line.endsWith('vvp.tgt sorry: Case unique/unique0 qualities are ignored.');
}
