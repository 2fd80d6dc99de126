import type { SystolicInput } from '../generator/index.ts';
import type { Family } from './report.ts';
import type { SweepConfig } from './request.ts';
import type { DatapathInput, DesignSpec } from './specs.ts';

const FAMILY_OF: Readonly<Record<DatapathInput['kind'], Family>> = {
  int: 'integer',
  'int-fused': 'integer',
  'int-units': 'integer',
  float: 'float',
  'fp4-prepared': 'float',
  posit: 'posit',
  'posit-fused': 'posit',
  pot: 'power of two',
  flint: 'adaptive',
  lmul: 'float',
  'lp-log': 'LP',
  'lp-linear': 'LP',
  'lp-fused': 'LP',
};

/** A design of a sweep; its config is checked already. */
export function sweepSpec(config: SweepConfig): DesignSpec {
  const { name, datapath, grid = {}, sum } = config as unknown as SystolicInput;
  return {
    id: name,
    label: name,
    family: FAMILY_OF[datapath.kind],
    datapath,
    grid,
    ...(sum === undefined ? {} : { sum }),
  };
}
