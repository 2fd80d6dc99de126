import { join } from 'node:path';
import type { GridModule, Port } from '../../../generator/index.ts';
import { type DatapathOptions, openDatapath } from '../../../golden/datapaths/index.ts';
import { prepareRuntime } from '../../../sim/runtime.ts';
import { runGridBenches } from '../../../sim/systolic/check-grid.ts';
import { smallGridChecks } from '../../../sim/systolic/checks.ts';
import { QUICK } from '../../../sim/systolic/scope.ts';
import type { GridShape, SystolicVerifiable } from '../../../sim/systolic/subject.ts';
import { findSimulationTools } from '../../../sim/tools.ts';
import type { Check } from '../../../sim/verdict.ts';
import { packageRoot } from '../../../system/package-root.ts';
import { readRtl } from '../../../system/rtl-files.ts';
import { Stopwatch } from '../../../system/stopwatch.ts';
import { type Edit, editedCopy } from '../fixtures/fixture.ts';

/** A hand-written grid, so that these tests rest neither on the templates nor on what they emit. */
export interface GridFixture {
  readonly design: SystolicVerifiable;
  readonly rtl: string;
}

/** With words that are no numbers, and joined columns, in sums that wrap. */
export const TERNARY = fixture(
  'rtl-ternary',
  {
    kind: 'posit',
    weight: { n: 2, es: 0 },
    activation: { n: 3, es: 0 },
    fraction: 1,
    align: 'truncate',
  },
  ['clk_i 1', 'load_i 1', 'weight_i 16', 'act_i 12', 'previous_i 32'],
  ['sum_o 32', 'joined_o 22', 'nar_o 4'],
  { lanes: 1, width: 4, outerWidth: 8, join: 2 },
);

/** With modes and lanes. */
export const FUSED = fixture(
  'rtl-fused',
  { kind: 'int-fused', modes: [4, 2] },
  ['clk_i 1', 'load_i 1', 'mode_i 1', 'weight_i 64', 'act_i 32', 'previous_i 208'],
  ['sum_o 208'],
  { lanes: 4, width: 12, outerWidth: 13, join: null },
);

export const SEED = 20;

/** The checks of a fixture with edits in its file, against its golden model or another one. */
export async function checkFixture(
  { design, rtl }: GridFixture,
  edits: readonly Omit<Edit, 'file'>[] = [],
  golden = design.datapath,
): Promise<Check[]> {
  const directory = await editedCopy(
    rtl,
    edits.map((edit) => ({ file: 'fix_array.sv', ...edit })),
  );
  const sources = await readRtl(directory, 'fix');
  const tools = await findSimulationTools();
  const subject = { ...design, datapath: golden };
  const session = {
    sources,
    tools,
    runtime: await prepareRuntime(tools, 'array'),
    seed: SEED,
    limits: { totalSeconds: 60, idleSeconds: 30 },
    stopwatch: new Stopwatch(),
    onProgress: () => {},
  };
  const workloads = smallGridChecks(subject, SEED, QUICK);
  return runGridBenches(session, [{ design: subject, sources, workloads, callsPes: false }]);
}

interface Sums {
  readonly lanes: number;
  readonly width: number;
  readonly outerWidth: number;
  readonly join: number | null;
}

function fixture(
  directory: string,
  options: DatapathOptions,
  inputs: readonly string[],
  outputs: readonly string[],
  { lanes, width, outerWidth, join: joined }: Sums,
): GridFixture {
  const shape: GridShape = {
    ...{ rows: 4, cols: 4, products: 2, peRows: 2, columnsPerRegister: 2, clusters: 2 },
    join: joined,
    outerBits: lanes * outerWidth,
    lanes: Array.from({ length: lanes }, (_, index) => ({
      ...{ index, width, outerWidth },
      outerOffset: index * outerWidth,
    })),
    plan: { productLatency: 0 },
  };
  const module: GridModule = {
    name: 'fix_array',
    file: 'fix_array.sv',
    role: 'array',
    latency: 4,
    ports: [...ports(inputs, 'input'), ...ports(outputs, 'output')],
  };
  const datapath = openDatapath(options);
  return {
    design: { config: { name: 'fix' }, shape, datapath, modules: [module] },
    rtl: join(packageRoot, 'test', 'sim', 'systolic', directory),
  };
}

function ports(texts: readonly string[], direction: Port['direction']): Port[] {
  return texts.map((text) => {
    const [name = '', width] = text.split(' ');
    return { name, direction, width: Number(width), signed: false, meaning: '' };
  });
}
