// Puts the mutants that Yosys makes of every emitted module through the harness and prints what
// became of them. Usage: verify-mutants.ts [--mutants N] [--seed N] [--configs v0,f6,...]
// [--modules REGEX]
import { parseArgs } from 'node:util';
import {
  type AnyDesign,
  arrayDesign,
  design,
  isSystolicDesign,
  type Module,
  systolicDesign,
} from '../generator/index.ts';
import { rtlHash } from '../system/rtl-hash.ts';
import { alignColumns } from '../system/text.ts';
import { type MutantOutcome, runCampaign } from '../test/faults/campaign.ts';
import { arrayMutantConfigs } from '../test/support/array-fault-configs.ts';
import { systolicMutantConfigs } from '../test/support/systolic-mutant-configs.ts';
import { familyConfigs, faultConfigs, variedConfigs } from '../test/support/varied-configs.ts';

const { values } = parseArgs({
  options: {
    mutants: { type: 'string', default: '120' },
    seed: { type: 'string', default: '1' },
    // The default format; saturation; floor-act; 4 x 8 bits; Mitchell; ReLU and mixed formats; then
    // fixed sums on logs and words with stages, floating sums without and with them; arrays; systolic
    // grids.
    configs: {
      type: 'string',
      default: 'v0,v2,v5,v13,v7,v39,f6,f7,f8,f9,f11,f12,f13,p14,n0,n1,n2,g0,g1,g2,g3,g4,g5',
    },
    modules: { type: 'string', default: '' },
  },
});
const count = Number(values.mutants);
const seed = Number(values.seed);
const names = values.configs.split(',');

const HEAD = ['config', 'module', 'mutants', 'reported', 'proven equivalent', 'survived'];
/** Modules of systolic grids whose text says little of those in them. */
const AROUND_OTHERS: readonly string[] = ['pe', 'cluster', 'edge', 'column', 'array'];
const KINDS = ['reported', 'equivalent', 'survived'] as const;
const rows: string[][] = [];
const survivors: string[] = [];
const equivalent: string[] = [];
/** First module with the same text: Yosys would make the same mutants of it. */
const known = new Map<string, string>();

const modules = new RegExp(values.modules);
const designs: (() => AnyDesign)[] = [
  ...[...variedConfigs(), ...familyConfigs(), ...faultConfigs()]
    .filter(({ name }) => names.includes(name))
    .map((config) => () => design(config)),
  ...arrayMutantConfigs()
    .filter(({ name }) => names.includes(name))
    .map((config) => () => arrayDesign(config)),
  ...systolicMutantConfigs()
    .filter(({ name }) => names.includes(name))
    .map((config) => () => systolicDesign(config)),
];
for (const emit of designs) {
  const emitted = emit();
  const { config } = emitted;
  for (const module of emitted.modules.filter(({ name }) => modules.test(name))) {
    const same = sameModule(emitted, module);
    if (same !== module.name) {
      rows.push([config.name, module.name, `as ${same}`]);
      continue;
    }
    const begin = performance.now();
    const onProgress = ({ kind }: MutantOutcome) => process.stderr.write(kind.charAt(0));
    const outcomes = await runCampaign(emitted, module, { count, seed, onProgress });
    const counts = KINDS.map((kind) => outcomes.filter((outcome) => outcome.kind === kind).length);
    rows.push([config.name, module.name, String(outcomes.length), ...counts.map(String)]);
    for (const outcome of outcomes) {
      if (outcome.kind === 'survived') survivors.push(survivorText(module.name, outcome));
      if (outcome.kind === 'equivalent') {
        const { mutant, why } = outcome;
        equivalent.push(`${module.name}, mutant ${mutant.index}: ${mutant.change}: ${why}`);
      }
    }
    const seconds = Math.round((performance.now() - begin) / 1000);
    process.stderr.write(` ${module.name}: ${seconds} s\n`);
  }
}

print(alignColumns([HEAD, ...rows], [2, 3, 4, 5]));
print(equivalent.map((text) => `equivalent: ${text}`));
for (const survivor of survivors) process.stdout.write(`\n${survivor}\n`);
process.exitCode = survivors.length === 0 && rows.length > 0 ? 0 : 1;

function print(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

/** The text of a module does not say what those in it are, so only one without any counts again. */
function sameModule(emitted: AnyDesign, { name, file, role }: Module): string {
  const { config, sources } = emitted;
  const text = sources.find(({ path }) => path === file)?.text ?? '';
  const hasOthers = isSystolicDesign(emitted) ? AROUND_OTHERS.includes(role) : role === 'pe';
  const hash = hasOthers ? name : rtlHash([text], config.name);
  const first = known.get(hash) ?? name;
  known.set(hash, first);
  return first;
}

function survivorText(
  module: string,
  { mutant, proof }: Extract<MutantOutcome, { kind: 'survived' }>,
): string {
  const name = `survived: ${module}, mutant ${mutant.index}: ${mutant.change}`;
  switch (proof.kind) {
    case 'equivalent':
      return name;
    case 'different':
      return `${name}\n${proof.counterexample}`;
    case 'unknown':
      return `${name}\n${proof.detail}`;
  }
}
