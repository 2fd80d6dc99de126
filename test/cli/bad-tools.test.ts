import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { packageRoot } from '../../system/package-root.ts';
import { logposit, type Workplace, workplace } from './command-line.ts';

/** Missing, killed and hung tools, and bad libraries and RTL: one exact line, nothing left behind. */

const CONFIG = join(packageRoot, 'examples/mitchell.json');
const LIBRARY_HINT = '(name a complete Liberty file (.lib or .lib.gz))';

let place: Workplace;
beforeEach(() => {
  place = workplace();
});
afterEach(() => place.dispose());

interface Bad {
  readonly title: string;
  readonly args: readonly string[];
  readonly line: string;
  readonly code: number;
  /** Scripts that stand before the real tools in PATH. */
  readonly tools?: Readonly<Record<string, string>>;
  /** Nothing but those scripts in PATH. */
  readonly bare?: boolean;
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

const KILLED = 'kill -9 $$';
const HUNG = 'sleep 600';

const CASES: readonly Bad[] = [
  {
    title: 'Verilator missing',
    args: ['verify', CONFIG],
    bare: true,
    line: 'Verilator is missing: cannot start "verilator_bin" (run ./bootstrap to install it, or `logposit doctor` to see what was found)',
    code: 3,
  },
  {
    title: 'Yosys missing, and no other will do',
    args: ['synth', CONFIG, '--yosys', 'system'],
    bare: true,
    line: 'Yosys is missing: cannot start "yosys" (run ./bootstrap to install it, or `logposit doctor` to see what was found)',
    code: 3,
  },
  {
    title: 'Verilator killed',
    args: ['verify', CONFIG],
    tools: { verilator_bin: KILLED },
    line: 'Verilator was killed by SIGKILL',
    code: 3,
  },
  {
    title: 'Yosys killed',
    args: ['synth', CONFIG],
    tools: { yosys: KILLED },
    line: 'Yosys was killed by SIGKILL',
    code: 3,
  },
  {
    title: 'Yosys hung while it maps',
    args: ['synth', CONFIG, '--timeout', '1'],
    tools: { yosys: `case $1 in -V) echo "Yosys 0.23 (git sha1 0)";; *) ${HUNG};; esac` },
    line: 'mapping a cell: Yosys did not finish within 1 s and was stopped',
    code: 3,
  },
  {
    title: 'Verilator hung while it says its version',
    args: ['verify', CONFIG],
    tools: { verilator_bin: HUNG },
    line: 'Verilator did not finish within 10 s and was stopped',
    code: 3,
  },
  {
    title: 'a tool that is something else',
    args: ['synth', CONFIG],
    tools: { yosys: 'echo hello' },
    line: '"yosys" says no version: is it Yosys?',
    code: 3,
  },
  {
    title: 'a tool that is too old',
    args: ['verify', CONFIG],
    tools: { verilator_bin: 'echo "Verilator 4.038 2020-07-11"' },
    line: 'Verilator 4.038 is too old: 5.006 or newer is needed (install a newer verilator, then see `logposit doctor`)',
    code: 3,
  },
  {
    title: 'a Yosys that is neither',
    args: ['synth', CONFIG, '--yosys', 'wasm'],
    line: '--yosys must be system or embedded, not "wasm"',
    code: 2,
  },
  {
    title: 'an effort that is none',
    args: ['run', CONFIG, '--effort', 'max'],
    line: '--effort must be low, normal or high, not "max"',
    code: 2,
  },
  {
    title: 'an FPGA family that is not known',
    args: ['synth', CONFIG, '--fpga', 'all'],
    line: '--fpga must be ice40, ecp5 or xilinx, not "all"',
    code: 2,
  },
  {
    title: 'no such library',
    args: ['synth', CONFIG, '--liberty', 'none.lib'],
    line: 'cannot read the library none.lib: no such file or directory',
    code: 2,
  },
  {
    title: 'an empty library',
    args: ['synth', CONFIG, '--liberty', 'bad.lib'],
    files: { 'bad.lib': '' },
    line: `bad.lib is empty ${LIBRARY_HINT}`,
    code: 2,
  },
  {
    title: 'a library that is no Liberty',
    args: ['synth', CONFIG, '--liberty', 'bad.lib'],
    files: { 'bad.lib': 'module x; endmodule\n' },
    line: `bad.lib is not a Liberty library: no "library (name) {" at its start ${LIBRARY_HINT}`,
    code: 2,
  },
  {
    title: 'a library that is cut off',
    args: ['synth', CONFIG, '--liberty', 'bad.lib'],
    files: { 'bad.lib': 'library (x) {\n  cell (INV) {\n' },
    line: `bad.lib is cut off: 2 "{" without "}" ${LIBRARY_HINT}`,
    code: 2,
  },
  {
    title: 'no RTL in the directory',
    args: ['verify', CONFIG, '--rtl', 'nowhere'],
    line: 'nowhere/mitchell.f does not exist (generate the RTL first, or name its directory)',
    code: 2,
  },
  {
    title: 'a filelist that names a missing file',
    args: ['verify', CONFIG, '--rtl', 'rtl'],
    files: { 'rtl/mitchell.f': 'gone.sv\n' },
    line: 'rtl/gone.sv, listed in mitchell.f, does not exist (generate the RTL first, or name its directory)',
    code: 2,
  },
  {
    title: 'a cache that can hold nothing',
    args: ['verify', CONFIG],
    env: { LOGPOSIT_CACHE: '/proc/nope' },
    line: 'cannot write the cache in /proc/nope: no such file or directory',
    code: 4,
  },
  {
    title: 'the cache is a file',
    args: ['verify', CONFIG],
    files: { cache: '' },
    line: 'cannot write the cache in CACHE: a parent of it is not a directory',
    code: 4,
  },
];

for (const { title, args, line, code, tools = {}, bare, files = {}, env } of CASES) {
  test(title, () => {
    for (const [name, body] of Object.entries(tools)) {
      chmodSync(place.write(`tools/${name}`, `#!/bin/sh\nPATH=/usr/bin:/bin\n${body}\n`), 0o755);
    }
    for (const [path, content] of Object.entries(files)) place.write(path, content);
    const before = place.listing();
    const directory = join(place.directory, 'tools');
    const cache = join(place.directory, 'cache');
    const ended = logposit(args, {
      cwd: place.directory,
      env: {
        PATH: bare ? directory : `${directory}:${process.env.PATH}`,
        ...('cache' in files ? { LOGPOSIT_CACHE: cache } : {}),
        ...env,
      },
    });
    const expected = `logposit: ${line.replace('CACHE', cache)}\n`;
    expect(ended).toEqual({ stdout: '', stderr: expected, code });
    expect(place.listing()).toEqual(before);
  });
}
