import type { Block, Workload } from '../../sim/workload.ts';

/** The same workload, whose golden values are computed once. */
export function keptWorkload(workload: Workload): Workload {
  let made: Block[] | undefined;
  const blocks = () => {
    made ??= [...workload.blocks()];
    return made;
  };
  return { ...workload, blocks };
}
