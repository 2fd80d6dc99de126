import type { ArrayModule, ArrayRole } from '../../generator/index.ts';
import { acceleratorChecks } from '../accelerator/checks.ts';
import { acceleratorSubject } from '../accelerator/subject.ts';
import type { ModuleSource } from '../build.ts';
import type { ModuleWorkload } from '../simulate-all.ts';
import { holdsArray } from '../unit.ts';
import { arrayChecks } from './checks.ts';
import { arrayDecoderChecks } from './decoder.ts';
import { arrayEncoderChecks } from './encoder.ts';
import type { ArraySubject } from './parameters.ts';
import { arrayPeChecks, lanePorts } from './pe.ts';

type WithModules = ArraySubject & { readonly modules: readonly ArrayModule[] };

/** Roles of which an array has many. */
const REPEATED: readonly ArrayRole[] = [
  'decoder',
  'antilog',
  'product',
  'pe',
  'accumulator',
  'encoder',
  'foot',
];

/** Whether a module is checked on its own, besides its part in the whole array. */
export function isChecked(module: ArrayModule): boolean {
  const { role } = module;
  return role === 'decoder' || role === 'pe' || role === 'encoder' || holdsArray(module);
}

/** How a simulator of a module of an array is built. */
export function arraySource(
  { shape, modules }: WithModules,
  module: ArrayModule,
): Omit<ModuleSource, 'sources'> {
  if (module.role === 'pe') return { module, lanes: lanePorts(shape, module) };
  if (!holdsArray(module)) return { module };
  const repeated = modules.filter(({ role }) => REPEATED.includes(role));
  return { module, shared: repeated.map(({ name }) => name) };
}

/** What a module of an array is put through; a PE's lanes are modules of their own. */
export function arrayRuns(
  design: ArraySubject,
  module: ArrayModule,
  seed: number,
): ModuleWorkload[] {
  switch (module.role) {
    case 'decoder':
      return arrayDecoderChecks(design.shape, module).map(only);
    case 'pe':
      return arrayPeChecks(design, module, seed).map(({ lane, workload }) => ({
        module: lane,
        workload,
      }));
    case 'encoder':
      return arrayEncoderChecks(design, seed).map(only);
    case 'array':
      return arrayChecks(design, seed).map(only);
    case 'top':
      return acceleratorChecks(acceleratorSubject(design), seed).map(only);
    default:
      return [];
  }
}

function only(workload: ModuleWorkload['workload']): ModuleWorkload {
  return { module: 0, workload };
}
