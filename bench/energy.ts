/**
 * Toggles per second of processor time when the energy of a mapped PE is estimated, with both delay
 * models. Run with `npx tsx bench/energy.ts [cycles] [Liberty file]`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { design, parseConfig, requireFixed, writeDesign } from '../generator/index.ts';
import { DELAY_MODELS, type EnergyRequest, measureEnergy } from '../synth/energy/index.ts';
import { mapDesign } from '../synth/map-design.ts';
import { prepare } from '../synth/prepare.ts';
import { FIRST_RECIPE } from '../synth/recipes.ts';
import { readSources } from '../synth/sources.ts';

const RUNS = 5;

const CONFIG = {
  name: 'bench',
  weight: { n: 8, es: 1, rs: 7 },
  activation: { n: 8, es: 1, rs: 7 },
  accumulator: { width: 24 },
};

const directory = await mkdtemp(join(tmpdir(), 'logposit-bench-'));
try {
  await measure(Number(process.argv[2] ?? 10_000), process.argv[3]);
} finally {
  await rm(directory, { recursive: true });
}

async function measure(cycles: number, liberty: string | undefined): Promise<void> {
  const request = await mappedPe(cycles, liberty);
  for (const model of DELAY_MODELS) {
    const rates: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const start = process.cpuUsage();
      const { toggles } = await measureEnergy({ ...request, model });
      const { user, system } = process.cpuUsage(start);
      rates.push(toggles / (user + system));
    }
    rates.sort((left, right) => left - right);
    const { cells, perCycle } = await measureEnergy({ ...request, model });
    const rate = (rates[Math.floor(RUNS / 2)] ?? 0).toFixed(1);
    const energy = (perCycle.dynamic / 1000).toFixed(2);
    console.log(`${model.padEnd(8)} ${cells} cells  ${rate} M toggles/s  ${energy} pJ per cycle`);
  }
}

/** A PE with random operand words, a new one in every cycle. */
async function mappedPe(
  cycles: number,
  liberty: string | undefined,
): Promise<Omit<EnergyRequest, 'model'>> {
  const resolved = requireFixed(design(parseConfig(JSON.stringify(CONFIG), 'bench')));
  const rtl = join(directory, 'rtl');
  await writeDesign(resolved, rtl);
  const { modules, config } = resolved;
  const setup = await prepare({ liberty, recipes: [FIRST_RECIPE], timeoutSeconds: 600 });
  const { texts } = await readSources(rtl, config.name, modules);
  const hierarchy = { config: config.name, modules };
  const mapped = await mapDesign(hierarchy, texts, setup.recipes, setup, () => {});
  const named = [...mapped.variants.values()].flat();
  const pe = modules.find(({ role }) => role === 'pe');
  if (pe === undefined) throw new Error('the design has no PE');
  const inputs = pe.ports
    .filter(({ direction, name }) => direction === 'input' && name !== 'clk_i')
    .map(({ name }) => [name, words(name)] as const);
  return {
    netlists: new Map(named.map(({ name, netlist }) => [name, netlist])),
    cellCounts: new Map(
      named.map(({ name, cellTypes }) => [
        name,
        Object.values(cellTypes).reduce((sum, count) => sum + count, 0),
      ]),
    ),
    top: pe.name,
    library: setup.library,
    periodNs: 40,
    stimulus: { warmUpCycles: 10, measuredCycles: cycles, inputs: new Map(inputs) },
  };
}

/** Operands are random, a sum begins every 64 cycles, everything else is 1 or 0. */
function words(port: string): (cycle: number) => number {
  if (/^(weight|act)/.test(port)) {
    let state = port.length;
    return () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    };
  }
  if (port.startsWith('first')) return (cycle) => (cycle % 64 === 0 ? 1 : 0);
  return (cycle) => (port.startsWith('rst') || port.startsWith('en') ? Number(cycle > 1) : 0);
}
