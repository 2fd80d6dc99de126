import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verify } from '../../sim/verify.ts';
import { fixtureDesign, fixtureRtl } from './fixtures/fixture.ts';

/** One register stage on all inputs before the PE: latency 2. */
const STAGE = `
module fix_pe (
  input  logic               clk_i, rst_ni, en_i, first_i,
  input  logic signed [23:0] start_i,
  input  logic [7:0]         weight_i, act_i,
  output logic signed [23:0] acc_o,
  output logic               nar_o
);
  logic en_q, first_q;
  logic signed [23:0] start_q;
  logic [7:0] weight_q, act_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) en_q <= 1'b0;
    else en_q <= en_i;
    {first_q, start_q, weight_q, act_q} <= {first_i, start_i, weight_i, act_i};
  end

  fix_core u_core (.en_i(en_q), .first_i(first_q), .start_i(start_q), .weight_i(weight_q),
                   .act_i(act_q), .*);
endmodule
`;

async function pipelined(stage: string): Promise<string> {
  const directory = await fixtureRtl({
    file: 'fix_pe.sv',
    from: 'module fix_pe',
    to: 'module fix_core',
  });
  const path = join(directory, 'fix_pe.sv');
  await writeFile(path, (await readFile(path, 'utf8')) + stage);
  return directory;
}

function design(latency: number) {
  const base = fixtureDesign('pe');
  return { ...base, modules: base.modules.map((module) => ({ ...module, latency })) };
}

test('a PE of latency 2 passes as one', async () => {
  const report = await verify(design(2), { directory: await pipelined(STAGE) });
  expect(report.checks.filter(({ verdict }) => verdict.kind !== 'pass')).toEqual([]);
});

test.each([1, 3])('a PE of latency 2 does not pass as one of latency %d', async (latency) => {
  const report = await verify(design(latency), { directory: await pipelined(STAGE) });
  expect(report.verdict).toBe('mismatch');
});

test('a stage that reset does not clear is found', async () => {
  const stage = STAGE.replace("if (!rst_ni) en_q <= 1'b0;\n    else ", '');
  const report = await verify(design(2), { directory: await pipelined(stage) });
  expect(report.verdict).toBe('mismatch');
});
