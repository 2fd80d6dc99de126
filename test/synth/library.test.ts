import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { synthesize } from '../../synth/index.ts';
import { prepare } from '../../synth/prepare.ts';
import { FIRST_RECIPE } from '../../synth/recipes.ts';
import {
  failureOf,
  freshCache,
  MAC,
  macDesign,
  OSU018,
  scratch,
  setVariable,
  TINY,
} from './support.ts';

async function fileWith(content: string | Uint8Array, name = 'my.lib'): Promise<string> {
  await freshCache();
  const path = join(await scratch(), name);
  await writeFile(path, content);
  return path;
}

const run = (liberty: string) =>
  synthesize(macDesign(), { directory: MAC, liberty, effort: 'low' });

/** The cell `name` of the tiny library taken out. */
async function tinyWithout(...names: readonly string[]): Promise<string> {
  const [head, ...cells] = (await readFile(TINY, 'utf8')).split(/^(?= {2}cell \()/m);
  const kept = cells.filter((cell) => !names.some((name) => cell.startsWith(`  cell (${name})`)));
  const text = [head, ...kept].join('');
  return names.includes('DFF') ? `${text}}\n` : text;
}

describe('a library that cannot be used is one line with its file', () => {
  test.each([
    ['empty', '', 'is empty'],
    ['text', 'hello\n', 'is not a Liberty library: no "library (name) {" at its start'],
    [
      'Verilog',
      'module x; endmodule',
      'is not a Liberty library: no "library (name) {" at its start',
    ],
    ['no cells', 'library (x) { time_unit : "1ns"; }', 'has no cells'],
    [
      'a broken archive',
      gzipSync('library').subarray(0, 12),
      'cannot be decompressed: unexpected end of file',
    ],
  ])('%s', async (_, content, flaw) => {
    const path = await fileWith(content);
    expect(await failureOf(run(path))).toMatchObject({
      kind: 'input',
      exitCode: 2,
      message: `${path} ${flaw}`,
      hint: 'name a complete Liberty file (.lib or .lib.gz)',
    });
  });

  test('missing', async () => {
    await freshCache();
    expect(await failureOf(run('/nowhere/x.lib'))).toMatchObject({
      kind: 'input',
      message: 'cannot read the library /nowhere/x.lib: no such file or directory',
    });
  });

  test('a directory', async () => {
    await freshCache();
    expect((await failureOf(run(MAC))).message).toBe(
      `cannot read the library ${MAC}: it is a directory`,
    );
  });

  test.each([
    [20_000, 'is cut off: 5 "{" without "}"'],
    [100_000, 'is cut off: 4 "{" without "}"'],
  ])('cut off after %i bytes', async (bytes, flaw) => {
    const path = await fileWith((await readFile(OSU018)).subarray(0, bytes));
    expect((await failureOf(run(path))).message).toBe(`${path} ${flaw}`);
  });

  test('a line that Yosys cannot read', async () => {
    const text = (await readFile(TINY, 'utf8')).replace('area : 1;', 'area : = 1;');
    const path = await fileWith(text);
    const line = 1 + text.slice(0, text.indexOf('area : =')).split('\n').length - 1;
    expect((await failureOf(run(path))).message).toBe(
      `${path} is not a Liberty library (Yosys: Syntax error in liberty file on line ${line})`,
    );
  });

  test.each([
    [['DFF'], 'has no D flip-flop that Yosys can use'],
    [['NAND2'], 'has no inverter, buffer and gates that Yosys can map to'],
    [['INV'], 'has no inverter, buffer and gates that Yosys can map to'],
    [['BUF'], 'has no inverter, buffer and gates that Yosys can map to'],
  ])('without %j', async (cells, flaw) => {
    const path = await fileWith(await tinyWithout(...cells));
    expect(await failureOf(run(path))).toMatchObject({
      kind: 'input',
      message: `${path} ${flaw}`,
    });
  });

  test('without an inverter, where ABC crashes', async () => {
    const cells = (await readFile(OSU018, 'utf8')).split(/^(?=cell \()/m);
    const others = cells.filter((cell) => !/^cell \((?:INV|BUF|CLKBUF)/.test(cell));
    const path = await fileWith(others.join(''));
    expect(await failureOf(run(path))).toMatchObject({
      kind: 'input',
      message: `${path} has no inverter, buffer and gates that Yosys can map to: its mapper ABC crashes`,
    });
  });

  test('gates, but no NAND', async () => {
    const text = (await readFile(TINY, 'utf8')).replace('"!(A & B)"', '"A & B"');
    const path = await fileWith(text);
    expect((await failureOf(run(path))).message).toBe(
      `${path} has no 2-input NAND that Yosys can use`,
    );
  });

  test('without areas', async () => {
    const path = await fileWith((await readFile(TINY, 'utf8')).replace(/area : .*;/g, ''));
    expect((await failureOf(run(path))).message).toBe(`${path} has cells without an area`);
  });

  test('without delays', async () => {
    const text = await readFile(TINY, 'utf8');
    const path = await fileWith(text.replace(/^ {6}timing \(\) \{[\s\S]*?^ {6}\}$/gm, ''));
    expect((await failureOf(run(path))).message).toBe(`${path} has no delays`);
  });

  test('that OpenSTA refuses', async () => {
    const text = await readFile(TINY, 'utf8');
    const path = await fileWith(text.replace(/.*_threshold_pct_.*\n/g, ''));
    expect((await failureOf(run(path))).message).toBe(
      `${path} cannot be timed (OpenSTA: line 3 Library tiny is missing one or more thresholds)`,
    );
  });
});

test('a compressed library gives the figures of its text, from the same memo', async () => {
  await freshCache();
  const plain = await run(TINY);
  const path = join(await scratch(), 'tiny.lib.gz');
  await writeFile(path, gzipSync(await readFile(TINY)));
  const report = await run(path);
  expect(report.modules).toEqual(plain.modules);
  expect(report.library).toEqual({ ...plain.library, file: 'tiny.lib.gz' });
  expect(report.cached).toBe(true);
});

test.each(['with space', "quote's", 'semi;colon', 'dollar$HOME', 'q"uote', 'ünï', '-dash', 'a\nb'])(
  'a library in a directory named %j',
  async (name) => {
    await freshCache();
    const directory = join(await scratch(), name);
    await mkdir(directory);
    const liberty = join(directory, `${name}.lib`);
    await writeFile(liberty, await readFile(TINY));
    expect((await prepare({ liberty, recipes: [FIRST_RECIPE], timeoutSeconds: 60 })).probe).toEqual(
      { nand2Area: 2, flopArea: 10, margins: { input: 0.2, output: 0.05 } },
    );
  },
);

test('a temporary directory that no shell script could name', async () => {
  await freshCache();
  const directory = join(await scratch(), "it's");
  await mkdir(directory);
  setVariable('TMPDIR', directory);
  expect(
    (await prepare({ liberty: TINY, recipes: [FIRST_RECIPE], timeoutSeconds: 60 })).probe,
  ).toEqual({ nand2Area: 2, flopArea: 10, margins: { input: 0.2, output: 0.05 } });
});
