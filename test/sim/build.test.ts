import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildSimulator } from '../../sim/build.ts';
import { decoderChecks } from '../../sim/checks/decoder.ts';
import { peChecks } from '../../sim/checks/pe.ts';
import { prepareRuntime, type Runtime } from '../../sim/runtime.ts';
import { simulate } from '../../sim/simulate.ts';
import { findSimulationTools, type SimulationTools } from '../../sim/tools.ts';
import { verify } from '../../sim/verify.ts';
import { readRtl } from '../../system/rtl-files.ts';
import { emptyCache, fixtureDesign, fixtureModule, fixtureRtl } from './fixtures/fixture.ts';

const LIMITS = { totalSeconds: 60, idleSeconds: 30 };
const DECODER = fixtureModule('decoder');
const PE = fixtureModule('pe');

let tools: SimulationTools;
let runtime: Runtime;

beforeAll(async () => {
  tools = await findSimulationTools();
  runtime = await prepareRuntime(tools);
});

async function build(directory: string, module = DECODER, name = 'fix'): Promise<string> {
  return buildSimulator([{ sources: await readRtl(directory, name), module }], tools, runtime);
}

describe('a build', () => {
  test('leaves the executable and nothing else', async () => {
    const cache = await emptyCache();
    const executable = await build(await fixtureRtl());
    const [key = ''] = await readdir(join(cache, 'simulators'));
    expect(await readdir(join(cache, 'simulators', key))).toEqual(['.sizes.json', 'dut']);
    expect(executable).toBe(join(cache, 'simulators', key, 'dut'));
  });

  test('is not repeated for the same sources', async () => {
    await emptyCache();
    const directory = await fixtureRtl();
    const { mtimeMs, ino } = await stat(await build(directory));
    const again = await stat(await build(directory));
    expect([again.mtimeMs, again.ino]).toEqual([mtimeMs, ino]);
  });

  test('is not repeated for other comments, other files or another name of the config', async () => {
    const cache = await emptyCache();
    await build(await fixtureRtl());
    await build(
      await fixtureRtl({ file: 'fix_decoder.sv', from: '// Decoder', to: '// A decoder' }),
    );
    await build(await fixtureRtl({ file: 'fix_pe.sv', from: "7'd64", to: "7'd65" }));
    const renamed = await fixtureRtl({
      file: 'fix_decoder.sv',
      from: 'fix_decoder',
      to: 'new_decoder',
    });
    await writeFile(join(renamed, 'new.f'), 'fix_decoder.sv\n');
    await build(renamed, { ...DECODER, name: 'new_decoder' }, 'new');
    expect(await readdir(join(cache, 'simulators'))).toHaveLength(1);
  });

  test('is repeated for another word of the source', async () => {
    const cache = await emptyCache();
    await build(await fixtureRtl());
    await build(
      await fixtureRtl({
        file: 'fix_decoder.sv',
        from: "default:    length = 3'd7",
        to: "default:    length = 3'd6",
      }),
    );
    expect(await readdir(join(cache, 'simulators'))).toHaveLength(2);
  });

  test('may run twice at the same time', async () => {
    const cache = await emptyCache();
    const directory = await fixtureRtl();
    const executables = await Promise.all([build(directory), build(directory), build(directory)]);
    expect(new Set(executables).size).toBe(1);
    expect(await readdir(join(cache, 'simulators'))).toHaveLength(1);
    const simulator = { command: executables[0] as string, args: ['1', '0'], cwd: directory };
    const [check] = decoderChecks(fixtureDesign().mac.weight);
    const end = await simulate(simulator, check as NonNullable<typeof check>, LIMITS);
    expect(end).toMatchObject({ kind: 'complete', mismatches: 0 });
  });
});

describe('RTL that cannot be built', () => {
  test.each([
    ['a syntax error', "assign nar_o  = code_i == 8'h80;", 'assign nar_o  = code_i ==;'],
    ['an unknown name', "code_i == 8'h80", "code_x == 8'h80"],
  ])('%s: tool-failed with the place', async (_, from, to) => {
    await emptyCache();
    const directory = await fixtureRtl({ file: 'fix_decoder.sv', from, to });
    await expect(build(directory)).rejects.toMatchObject({
      kind: 'tool-failed',
      message: expect.stringMatching(/Verilator failed .*: %Error: fix_decoder\.sv:35:\d+: /),
    });
  });

  test('a missing module: input', async () => {
    const directory = await fixtureRtl({
      file: 'fix_decoder.sv',
      from: 'module fix_decoder',
      to: 'module other',
    });
    await expect(build(directory)).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringMatching(/fix\.f declares module fix_decoder$/),
    });
  });

  test.each([
    [
      'a narrower port',
      'output logic signed [8:0] log_o',
      'output logic signed [7:0] log_o',
      'has log_o with a width of 8 bits, not 9',
    ],
    [
      'a port that is missing',
      'output logic       nar_o,',
      'output logic       other_o,',
      'has no output nar_o',
    ],
    [
      'an input that nobody drives',
      'input  logic [7:0] code_i,',
      'input  logic [7:0] code_i,\n  input  logic scan_i,',
      'has an unknown input scan_i',
    ],
    [
      'an input that became an output',
      'output logic       zero_o,',
      'input  logic       zero_o,',
      'has zero_o as input, not output',
    ],
  ])('%s: input', async (_, from, to, message) => {
    await emptyCache();
    const directory = await fixtureRtl(
      { file: 'fix_decoder.sv', from, to },
      ...(to.includes('other_o')
        ? [
            {
              file: 'fix_decoder.sv',
              from: 'assign nar_o',
              to: 'logic nar_o; assign other_o = nar_o; assign nar_o',
            },
          ]
        : []),
      ...(to.includes('input  logic       zero_o')
        ? [{ file: 'fix_decoder.sv', from: 'assign zero_o', to: '// assign zero_o' }]
        : []),
    );
    await expect(build(directory)).rejects.toMatchObject({
      kind: 'input',
      message: `module fix_decoder in fix_decoder.sv ${message}`,
    });
  });
});

describe('a directory that cannot be read', () => {
  test.each([['no filelist', 'other', /other\.f does not exist/]])(
    '%s: input',
    async (_, name, message) => {
      await expect(readRtl(await fixtureRtl(), name)).rejects.toMatchObject({
        kind: 'input',
        message: expect.stringMatching(message),
      });
    },
  );

  test.each([
    [
      'a file that is not there',
      'fix_pe.sv\nfix_gone.sv\n',
      /fix_gone\.sv, listed in fix\.f, does not exist/,
    ],
    ['an option', 'fix_pe.sv\n+define+X\n', /fix\.f:2: "\+define\+X" is not a plain file name/],
    ['no file at all', '// nothing\n\n', /fix\.f lists no file/],
  ])('%s in the filelist: input', async (_, filelist, message) => {
    const directory = await fixtureRtl();
    await writeFile(join(directory, 'fix.f'), filelist);
    await expect(verify(fixtureDesign(), { directory })).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringMatching(message),
    });
  });
});

describe('the simulator', () => {
  test('keeps what the RTL prints out of its records', async () => {
    const print = 'always_comb if (code_i == 8\'h05) $display("five");\n\nendmodule';
    const directory = await fixtureRtl({ file: 'fix_decoder.sv', from: 'endmodule', to: print });
    const report = await verify(fixtureDesign('decoder'), { directory });
    expect(report.verdict).toBe('pass');
  });

  test('whose RTL stops it crashes', async () => {
    const stop = "always_comb if (code_i == 8'h05) $fatal;\n\nendmodule";
    const directory = await fixtureRtl({ file: 'fix_decoder.sv', from: 'endmodule', to: stop });
    const report = await verify(fixtureDesign('decoder'), { directory });
    expect(report.checks[0]?.verdict).toMatchObject({ kind: 'crashed' });
  });

  test('ends where a unique case has two matches', async () => {
    const edit = { file: 'fix_decoder.sv', from: "7'b110?????: length", to: '' };
    const overlap = { ...edit, from: "7'b110????:", to: "7'b1?0????:" };
    const report = await verify(fixtureDesign('decoder'), { directory: await fixtureRtl(overlap) });
    expect(report.checks[0]?.verdict).toMatchObject({
      kind: 'crashed',
      detail: expect.stringContaining('multiple matches found'),
    });
  });

  test('whose last record is lost is short of output', async () => {
    const directory = await fixtureRtl();
    const command = await build(directory, PE);
    const cut = {
      command: 'sh',
      args: ['-c', '"$0" "$@" | head -c -4', command, '1', '0'],
      cwd: directory,
    };
    for (const check of peChecks(fixtureDesign(), PE, 1)) {
      expect(await simulate(cut, check, LIMITS)).toMatchObject({ kind: 'short-output' });
    }
  });

  test('that never settles is stopped in both kinds of simulation', async () => {
    const loop = 'logic x;\n  assign x = !x && en_i;\n  assign nar_o = nar_q ^ x;';
    const directory = await fixtureRtl({
      file: 'fix_pe.sv',
      from: 'assign nar_o = nar_q;',
      to: loop,
    });
    const report = await verify(fixtureDesign('pe'), { directory, timeoutSeconds: 5 });
    const kinds = report.checks.map(({ verdict }) => verdict.kind);
    expect(report.verdict).toBe('crashed');
    expect(kinds.every((kind) => ['crashed', 'timeout', 'unknown-state'].includes(kind))).toBe(
      true,
    );
  });
});
