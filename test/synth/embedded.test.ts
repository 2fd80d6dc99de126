import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseYosys } from '../../synth/choose-yosys.ts';
import { synthesize } from '../../synth/index.ts';
import { parseStat } from '../../synth/stat.ts';
import { runYosysJob } from '../../synth/yosys.ts';
import { failureOf, fakeTools, freshCache, MAC, oneModule, port, TINY } from './support.ts';

/** The worker threads start once for all tests of this file: some seconds. */

const TOGGLE = `module one_pe (input logic clk_i, input logic en_i, output logic q_o);
  always_ff @(posedge clk_i) q_o <= q_o ^ en_i;
endmodule
`;

test('without a system Yosys the embedded one takes over, with its own figures in the memo', async () => {
  await freshCache();
  const ports = [port('input', 'clk_i'), port('input', 'en_i'), port('output', 'q_o')];
  const { design, directory } = await oneModule(TOGGLE, ports);
  const options = { directory, liberty: TINY, effort: 'low' } as const;
  const stages: string[] = [];
  const asked = await synthesize(design, {
    ...options,
    yosys: 'embedded',
    onProgress: ({ stage }) => stages.push(stage),
  });
  expect(stages.slice(0, 2)).toEqual(['library', 'embedded']);
  expect(asked.tools).toEqual({
    Yosys: expect.stringMatching(/^0\.\d+\.\d+ \(embedded\)$/),
    OpenSTA: expect.any(String),
  });
  expect(asked.cached).toBe(false);
  expect(asked.modules.map(({ flops }) => flops)).toEqual([1]);
  expect(asked.criticalPath?.ns).toBeGreaterThan(0.4);

  await fakeTools({ sta: 'exec /usr/bin/sta "$@"' }, { keepPath: false });
  const found = await synthesize(design, options);
  const hits = { area: 1, timing: 1 };
  expect(found).toEqual({ ...asked, cached: true, hits, seconds: found.seconds });
});

test('its statistics are read', async () => {
  const yosys = await chooseYosys('embedded');
  const results = await runYosysJob(yosys, {
    library: null,
    timeoutSeconds: 60,
    script: 'read_verilog -sv d.sv\nsynth -flatten\ntee -q -o s.txt stat\n',
    files: { 'd.sv': await readFile(join(MAC, 'fx_decoder.sv'), 'utf8') },
    outputs: ['s.txt'],
  });
  const { cells } = parseStat(results.get('s.txt') ?? '');
  expect(Object.values(cells).length).toBeGreaterThan(2);
});

test('its failures are those of the system Yosys', async () => {
  await freshCache();
  const text = 'module one_pe (input a_i; endmodule';
  const { design, directory } = await oneModule(text, [port('input', 'a_i')]);
  const { kind, exitCode, message, detail } = await failureOf(
    synthesize(design, { directory, liberty: TINY, effort: 'low', yosys: 'embedded' }),
  );
  expect({ kind, exitCode }).toEqual({ kind: 'tool-failed', exitCode: 3 });
  expect(message).toMatch(/^mapping one_pe: Yosys failed: one_pe\.sv:1: syntax error/);
  expect(detail).toContain('command: @yowasp/yosys: yosys -Q');
});

test('a call that does not end is stopped, and the next one works', async () => {
  const yosys = await chooseYosys('embedded');
  const job = { files: {}, library: null, outputs: ['out.v'] };
  const script = 'read_verilog -sv d.sv\nwrite_verilog out.v\n';
  const files = { 'd.sv': TOGGLE };
  const endless = `read_verilog -sv d.sv\n${'synth -top one_pe\n'.repeat(100_000)}`;
  const first = runYosysJob(yosys, { ...job, files, script: endless, timeoutSeconds: 2 });
  expect(await failureOf(first)).toMatchObject({
    kind: 'timeout',
    exitCode: 3,
    message: 'Yosys did not finish within 2 s and was stopped',
  });
  const second = await runYosysJob(yosys, { ...job, files, script, timeoutSeconds: 60 });
  expect(second.get('out.v')).toContain('module one_pe');
});

test('it takes over for a Yosys that is too old, but not where the system one is insisted on', async () => {
  await fakeTools({}, { keepPath: false });
  expect((await failureOf(chooseYosys('system'))).kind).toBe('tool-missing');
  expect((await chooseYosys()).embedded).toBe(true);
  await fakeTools({ yosys: "echo 'Yosys 0.9'" });
  expect((await chooseYosys()).embedded).toBe(true);
});

test('without OpenSTA there are areas, and a reason for the rest', async () => {
  await freshCache();
  const { design, directory } = await oneModule(
    'module one_pe (input a_i, output y_o); assign y_o = ~a_i; endmodule',
    [port('input', 'a_i'), port('output', 'y_o')],
  );
  await fakeTools({ yosys: 'exec /usr/bin/yosys "$@"' });
  const timed = await synthesize(design, { directory, liberty: TINY, effort: 'low' });
  await freshCache();
  await fakeTools({ yosys: 'PATH=/usr/bin:/bin exec /usr/bin/yosys "$@"' }, { keepPath: false });
  const report = await synthesize(design, { directory, liberty: TINY, effort: 'low' });
  expect(report).toMatchObject({
    criticalPath: null,
    timingNote: 'no timing: OpenSTA is missing: cannot start "sta"',
    totalArea: timed.totalArea,
    tools: { Yosys: timed.tools.Yosys },
  });
  expect(timed.points.map(({ name }) => name)).toEqual(['smallest', 'fastest']);
  expect(report.points.map(({ name }) => name)).toEqual(['smallest']);
});
