import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type SynthProgress, synthesize, type YosysChoice } from '../../synth/index.ts';
import { recipesFor } from '../../synth/recipes.ts';
import {
  failureOf,
  fakeSta,
  fakeTools,
  fakeYosys,
  freshCache,
  MAC,
  macDesign,
  OSU018,
  oneModule,
  port,
  renamedMac,
  scratch,
  TINY,
} from './support.ts';

const run = (options: { timeoutSeconds?: number; yosys?: YosysChoice } = {}) =>
  synthesize(macDesign(), { directory: MAC, liberty: TINY, effort: 'low', ...options });

/** What one run from an empty cache says, for the tests that only look at it. */
let looked: ReturnType<typeof run> | undefined;
function oneRun(): ReturnType<typeof run> {
  looked ??= freshCache().then(() => run());
  return looked;
}

/** Tools that write a line for every run other than the question for their version. */
async function countedTools(): Promise<() => Promise<string[]>> {
  const log = join(await scratch(), 'runs');
  const real = (name: string) => `echo ${name} >> ${log}; exec /usr/bin/${name} "$@"`;
  await fakeTools({
    yosys: `[ "$1" = -V ] && exec /usr/bin/yosys -V\n${real('yosys')}`,
    sta: `[ "$1" = -version ] && exec /usr/bin/sta -version\n${real('sta')}`,
  });
  return async () => (await readFile(log, 'utf8').catch(() => '')).split('\n').filter(Boolean);
}

describe('a PE with two decoders, and an encoder', () => {
  test('the hierarchy adds up', async () => {
    const report = await oneRun();
    const [decoder, pe, encoder] = report.modules;
    if (!decoder || !pe || !encoder) throw new Error('three modules');
    expect(report.modules.map(({ name }) => name)).toEqual(['fx_decoder', 'fx_pe', 'fx_encoder']);
    expect(report.tops).toEqual(['fx_pe', 'fx_encoder']);
    expect(pe.instances).toEqual({ fx_decoder: 2 });
    expect(pe.flops).toBe(13);
    expect(decoder.flops + encoder.flops).toBe(0);

    for (const module of report.modules) {
      const { INV = 0, BUF = 0, NAND2 = 0, DFF = 0, ...others } = module.cellTypes;
      expect(others).toEqual({});
      expect(module.area).toBe(INV + 1.5 * BUF + 2 * NAND2 + 10 * DFF);
      expect(module.cells).toBe(INV + BUF + NAND2 + DFF);
      expect(module.nand2).toBe(module.hierarchyArea / 2);
    }
    expect(decoder.hierarchyArea).toBe(decoder.area);
    expect(pe.hierarchyArea).toBe(pe.area + 2 * decoder.area);
    expect(pe.hierarchyCells).toBe(pe.cells + 2 * decoder.cells);
    expect(pe.hierarchyFlops).toBe(13);
    expect(report.totalArea).toBe(pe.hierarchyArea + encoder.hierarchyArea);
    expect(report.nand2).toBe(report.totalArea / 2);
  });

  test('the slowest top gives the critical path', async () => {
    const { modules, criticalPath } = await oneRun();
    const pe = modules.find(({ name }) => name === 'fx_pe');
    expect(criticalPath).toMatchObject({ module: 'fx_pe', ...pe?.criticalPath });
    expect(criticalPath?.ns).toBeGreaterThan(0.4);
    expect(criticalPath?.from).toMatch(/^(weight|act)_i\[\d\]$/);
    expect(criticalPath?.to).toMatch(/^acc_q\[\d+\]_reg\/D$/);
    expect(criticalPath?.method).toContain('setup included');
  });

  test('the same input gives the same figures, whatever is in the cache', async () => {
    const { seconds: _, ...report } = await oneRun();
    await freshCache();
    const { seconds: __, ...again } = await run();
    expect(again).toEqual(report);
  });
});

test('the smallest and the fastest are the best of what was tried; the first is the report', async () => {
  await freshCache();
  const report = await synthesize(macDesign(), { directory: MAC, liberty: OSU018 });
  const [smallest, fastest] = report.points;
  if (!smallest || !fastest) throw new Error('two points');
  expect(report.tried.map(({ recipe }) => recipe)).toEqual(
    recipesFor('normal').map(({ name }) => name),
  );
  expect(report.skipped).toEqual([]);
  expect(report).toMatchObject({
    modules: smallest.modules,
    totalArea: smallest.totalArea,
    criticalPath: smallest.criticalPath,
  });
  expect(smallest.totalArea).toBeLessThanOrEqual(
    Math.min(...report.tried.map(({ totalArea }) => totalArea)),
  );
  expect(fastest.criticalPath?.ns).toBe(Math.min(...report.tried.map(({ ns }) => ns ?? 0)));
  expect(fastest.totalArea).toBeGreaterThan(smallest.totalArea);
  for (const { modules, recipe } of report.points) {
    expect(new Set(recipe.split(' + '))).toEqual(new Set(modules.map((one) => one.recipe)));
  }
});

test('a recipe that ABC fails over with a library is left out, and said to be', async () => {
  const { tried, skipped, points } = await oneRun();
  expect(tried.map(({ recipe }) => recipe)).toEqual(['ripple-compact']);
  expect(skipped).toEqual([
    { recipe: 'brent-kung-delay', reason: expect.stringContaining('ABC ended with exit code') },
  ]);
  expect(points.map(({ recipe }) => recipe)).toEqual(['ripple-compact', 'ripple-compact']);
});

describe('the memo', () => {
  test('a second run starts no tool and gives the same figures', async () => {
    await freshCache();
    const runs = await countedTools();
    const first = await run();
    // Flip-flop, two of them, NAND and three modules, logic and cells each, and the adder that the
    // second recipe is tried on, which has two kinds of logic; the probes' delays, all modules together.
    const yosys = 2 * (3 + 3) + 3;
    const started = await runs();
    expect(started.filter((tool) => tool === 'yosys')).toHaveLength(yosys);
    expect(started.filter((tool) => tool === 'sta')).toHaveLength(2);
    const second = await run();
    expect(await runs()).toEqual(started);
    expect(first).toMatchObject({ cached: false, hits: { area: 0, timing: 0 } });
    expect(second).toEqual({
      ...first,
      cached: true,
      hits: { area: 3, timing: 3 },
      seconds: second.seconds,
    });
  });

  test('another name for the same RTL shares it', async () => {
    await freshCache();
    const first = await run();
    const directory = await renamedMac('other');
    const second = await synthesize(macDesign('other'), {
      directory,
      liberty: TINY,
      effort: 'low',
    });
    expect(second.cached).toBe(true);
    expect(second.rtlHash).toBe(first.rtlHash);
    expect(second.modules.map(({ name }) => name)).toEqual([
      'other_decoder',
      'other_pe',
      'other_encoder',
    ]);
    expect(second.modules[1]?.instances).toEqual({ other_decoder: 2 });
    expect(second.totalArea).toBe(first.totalArea);
    expect(second.criticalPath).toEqual({ ...first.criticalPath, module: 'other_pe' });
  });

  test('a change in one module maps that module again, and times what contains it', async () => {
    await freshCache();
    await run();
    const directory = await renamedMac('fx');
    const path = join(directory, 'fx_decoder.sv');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace("log = -4'sd6", "log = -4'sd5"));
    const report = await synthesize(macDesign(), { directory, liberty: TINY, effort: 'low' });
    expect(report.hits).toEqual({ area: 2, timing: 1 });
  });
});

test('progress names stages and modules', async () => {
  await freshCache();
  const seen: SynthProgress[] = [];
  await synthesize(macDesign(), {
    directory: MAC,
    liberty: TINY,
    effort: 'low',
    onProgress: (progress) => seen.push(progress),
  });
  expect(seen).toEqual([
    { stage: 'library' },
    ...['fx_decoder', 'fx_pe', 'fx_encoder'].map((module) => ({
      stage: 'area',
      module,
      recipe: 'ripple-compact',
    })),
    { stage: 'timing' },
  ]);
});

describe('RTL that does not fit', () => {
  const ports = [port('input', 'a_i', 2), port('output', 'y_o')];
  const synthesizeOne = async (text: string) => {
    await freshCache();
    const { design, directory } = await oneModule(text, ports);
    return failureOf(synthesize(design, { directory, liberty: TINY, effort: 'low' }));
  };

  test('no filelist', async () => {
    await freshCache();
    const directory = await scratch();
    expect(
      await failureOf(synthesize(macDesign(), { directory, liberty: TINY, effort: 'low' })),
    ).toMatchObject({
      kind: 'input',
      message: `${join(directory, 'fx.f')} does not exist`,
      hint: 'generate the RTL first, or name its directory',
    });
  });

  test('a syntax error is told in the words of Yosys', async () => {
    const { kind, message } = await synthesizeOne('module one_pe (input a_i; endmodule');
    expect(kind).toBe('tool-failed');
    expect(message).toMatch(/^mapping one_pe: Yosys failed: one_pe\.sv:1: syntax error/);
  });

  test('a port of another width', async () => {
    const text = 'module one_pe (input [2:0] a_i, output y_o); assign y_o = ^a_i; endmodule';
    expect(await synthesizeOne(text)).toMatchObject({
      kind: 'input',
      message: 'one_pe.sv: port a_i is input, 3 bits, not input, 2 bits',
    });
  });

  test('a port that is not described', async () => {
    const text =
      'module one_pe (input [1:0] a_i, input b_i, output y_o); assign y_o = b_i; endmodule';
    expect((await synthesizeOne(text)).message).toBe(
      'one_pe.sv: module one_pe has a port that is not described: b_i',
    );
  });

  test('a latch, which no library cell is used for', async () => {
    const text = `module one_pe (input [1:0] a_i, output logic y_o);
      always_latch if (a_i[0]) y_o = a_i[1];
    endmodule`;
    expect((await synthesizeOne(text)).message).toMatch(
      /^mapping one_pe: the mapped netlist has cells left unmapped: \$_DLATCH_P_$/,
    );
  });

  test('constant outputs leave nothing to time', async () => {
    const text = "module one_pe (input [1:0] a_i, output y_o); assign y_o = 1'b0; endmodule";
    expect((await synthesizeOne(text)).message).toBe('OpenSTA found no path in any module');
  });
});

describe('tools that fail leave one line and nothing else', () => {
  async function runWith(
    tools: Readonly<Record<string, string>>,
    options: {
      keepPath?: boolean;
      timeoutSeconds?: number;
      prepare?: () => Promise<unknown>;
      yosys?: YosysChoice;
    } = {},
  ) {
    const { temporary, cache } = await freshCache();
    await options.prepare?.();
    await rm(join(cache, 'timing'), { recursive: true, force: true });
    await fakeTools(tools, { keepPath: options.keepPath ?? true });
    const { timeoutSeconds = 60, yosys } = options;
    const choice = yosys === undefined ? {} : { yosys };
    const failure = await failureOf(run({ timeoutSeconds, ...choice }));
    expect(await readdir(temporary).then((files) => files.filter(isOurs))).toEqual([]);
    const kept = await readdir(cache, { recursive: true }).catch(() => []);
    expect(kept.filter((file) => file.endsWith('.tmp'))).toEqual([]);
    return failure;
  }
  const isOurs = (file: string) => !file.startsWith('logposit-test-');

  test('the system has no Yosys, and no other will do', async () => {
    const tools = { sta: fakeSta('') };
    expect(await runWith(tools, { keepPath: false, yosys: 'system' })).toMatchObject({
      kind: 'tool-missing',
      exitCode: 3,
      message: 'Yosys is missing: cannot start "yosys"',
    });
  });

  test.each([
    ['is killed', 'kill -9 $$', 'tool-failed', 'mapping a cell: Yosys was killed by SIGKILL'],
    ['crashes', 'kill -SEGV $$', 'tool-failed', 'mapping a cell: Yosys was killed by SIGSEGV'],
    [
      'fails',
      'echo "ERROR: no memory" >&2; exit 1',
      'tool-failed',
      'mapping a cell: Yosys failed: no memory',
    ],
    [
      'fails without a word',
      'exit 7',
      'tool-failed',
      'mapping a cell: Yosys failed with exit code 7',
    ],
    [
      'writes nothing',
      'exit 0',
      'tool-failed',
      'mapping a cell: Yosys ended well, but wrote no logic.il',
    ],
  ])('Yosys %s', async (_, body, kind, message) => {
    expect(await runWith({ yosys: fakeYosys(body) })).toMatchObject({ kind, message, exitCode: 3 });
  });

  test('Yosys hangs, and so does what it started', async () => {
    const yosys = fakeYosys('touch yosys-abc-left; sleep 1000');
    expect(await runWith({ yosys }, { timeoutSeconds: 1 })).toMatchObject({
      kind: 'timeout',
      exitCode: 3,
      message: 'mapping a cell: Yosys did not finish within 1 s and was stopped',
    });
  });

  test('ABC is killed', async () => {
    const failure = await runWith({ 'berkeley-abc': 'kill -9 $$' });
    expect(failure.kind).toBe('tool-failed');
    expect(failure.message).toMatch(/^mapping a cell: Yosys failed: its mapper ABC ended with/);
  });

  test.each([
    ['is killed', 'kill -9 $$', 'tool-failed', 'OpenSTA was killed by SIGKILL'],
    ['says nothing', 'exit 0', 'tool-failed', 'OpenSTA failed: no answer for module nand2'],
  ])('OpenSTA %s', async (_, body, kind, message) => {
    expect(await runWith({ sta: fakeSta(body) })).toMatchObject({ kind, message, exitCode: 3 });
  });

  test('OpenSTA hangs', async () => {
    // All areas are known, so that nothing but OpenSTA runs against the limit.
    const options = { prepare: run, timeoutSeconds: 1 };
    expect(await runWith({ sta: fakeSta('sleep 1000') }, options)).toMatchObject({
      kind: 'timeout',
      exitCode: 3,
      message: 'OpenSTA did not finish within 1 s and was stopped',
    });
  });
});
