import type { SystolicDesign } from '../generator/index.ts';
import { instanceCounts } from '../synth/hierarchy.ts';
import type { DesignFigures } from '../synth/index.ts';
import { type Group, groupOf, heldShare, type PartAmounts, scaleParts } from './parts.ts';

/** In one cluster, of which a small grid has several. */
const IN_CLUSTER: readonly Group[] = ['product', 'tree', 'pe', 'clock gate', 'cluster'];

/**
 * Parts of a full grid's area from the figures of a small one with the same modules. A PE's own area is
 * registers alone: it is divided by their bits.
 */
export function gridArea(
  small: SystolicDesign,
  full: SystolicDesign,
  { modules }: Pick<DesignFigures, 'modules'>,
): PartAmounts {
  const counts = instanceCounts(modules);
  const clusters = small.shape.peRows * small.shape.clusters;
  const areas = new Map<Group, number>();
  for (const { name, area } of modules) {
    const group = groupOf(small, name);
    areas.set(group, (areas.get(group) ?? 0) + area * (counts.get(name) ?? 0));
  }
  const amount = (group: Group) =>
    (areas.get(group) ?? 0) / (IN_CLUSTER.includes(group) ? clusters : 1);
  return scaleParts(small, full, amount, heldShare(small) * amount('pe'));
}
