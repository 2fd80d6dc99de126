import { describe } from 'vitest';
import { type CheckedPe, design } from '../../generator/index.ts';
import { faultConfigs, variedConfigs } from '../support/varied-configs.ts';
import { type MutantSample, mutantTests } from './mutant-tests.ts';

/** Small formats and few mutants. */
const COUNT = 12;
const COUNT_WITH_STAGES = 6;

/** Every module of a design, and a PE with stages and a floating sum. */
const SAMPLES: readonly MutantSample[] = [
  ...modulesOf(variedConfigs(), 'v15', COUNT),
  ...modulesOf(faultConfigs(), 'f15', COUNT_WITH_STAGES).filter(
    ({ module }) => module.role === 'pe',
  ),
];

describe.each(SAMPLES.map((each) => [each.module.name, each] as const))('%s', (_, sample) => {
  mutantTests(sample);
});

function modulesOf(configs: readonly CheckedPe[], name: string, count: number): MutantSample[] {
  const config = configs.find((each) => each.name === name);
  if (config === undefined) throw new RangeError(`no config ${name}`);
  const emitted = design(config);
  return emitted.modules.map((module) => ({ design: emitted, module, count }));
}
