import type { ArrayResolved } from '../config/resolve-array.ts';
import type { ArrayModule } from '../design.ts';
import { describeModule, type Planned } from '../planned.ts';
import { antilogModuleView, antilogPorts } from '../views/antilog/view.ts';
import { bandsOf } from '../views/array-pe/bands.ts';
import { arrayPePorts, arrayPeView } from '../views/array-pe/view.ts';
import { type GridBand, gridPorts, gridView } from '../views/grid/view.ts';
import type { Provenance } from '../views/header.ts';
import { hasLog, type LaneGroup, laneGroups, laneMultiplier } from '../views/product/multiplier.ts';
import { productPorts } from '../views/product/ports.ts';
import { ternaryProductView } from '../views/product/ternary.ts';
import { type PlannedProduct, productView, takesAntilog } from '../views/product/view.ts';

/** The grid of an array and all that it is made of, children first. */
export function planGridModules(
  resolved: ArrayResolved,
  provenance: Provenance,
): Planned<ArrayModule>[] {
  const groups = laneGroups(resolved);
  const antilog = planAntilog(resolved, groups, provenance);
  const products = groups.map((group) => describeProduct(resolved, group, antilog));
  const pes = planPes(resolved, products, provenance);
  return [
    ...(antilog === null ? [] : [antilog]),
    ...planProducts(resolved, products, provenance),
    ...pes.map(({ planned }) => planned),
    planGrid(resolved, pes, provenance),
  ];
}

/** Null where every significand is 1. */
function planAntilog(
  resolved: ArrayResolved,
  groups: readonly LaneGroup[],
  provenance: Provenance,
): Planned<ArrayModule> | null {
  const pe = groups.map(({ first }) => laneMultiplier(resolved, first)).find(takesAntilog);
  if (pe === undefined) return null;
  const { arithmetic } = pe;
  const module = describeModule<ArrayModule>(resolved, 'antilog', {
    role: 'antilog',
    latency: 0,
    ports: antilogPorts(arithmetic),
  });
  return { module, template: 'antilog', view: antilogModuleView(module, arithmetic, provenance) };
}

/** Lanes of the same n have the same formats and widths, so that n names their product. */
function describeProduct(
  resolved: ArrayResolved,
  group: LaneGroup,
  antilog: Planned<ArrayModule> | null,
): PlannedProduct {
  const pe = laneMultiplier(resolved, group.first);
  const module = describeModule<ArrayModule>(resolved, `product_${group.first.weight.n}`, {
    role: 'product',
    latency: 0,
    ports: productPorts(resolved.shape, group, pe),
  });
  return { module, group, pe, antilog: antilog?.module.name ?? null };
}

/** Each module once, whichever lane takes it. */
function planProducts(
  resolved: ArrayResolved,
  products: readonly PlannedProduct[],
  provenance: Provenance,
): Planned<ArrayModule>[] {
  const distinct = new Map(products.map((product) => [product.module.name, product]));
  return [...distinct.values()].map((product) =>
    hasLog(product.group.first)
      ? {
          module: product.module,
          template: 'product',
          view: productView(resolved, product, provenance),
        }
      : {
          module: product.module,
          template: 'ternary_product',
          view: ternaryProductView(resolved, product, provenance),
        },
  );
}

interface PlannedBand extends GridBand {
  readonly planned: Planned<ArrayModule>;
}

/** One PE for each band of rows, named after its first row where there are several. */
function planPes(
  resolved: ArrayResolved,
  products: readonly PlannedProduct[],
  provenance: Provenance,
): PlannedBand[] {
  const bands = bandsOf(resolved.shape);
  return bands.map((band) => {
    const suffix = bands.length === 1 ? 'pe' : `pe_r${band.first}`;
    const ports = arrayPePorts(resolved.shape);
    const module = describeModule<ArrayModule>(resolved, suffix, { role: 'pe', latency: 2, ports });
    const view = arrayPeView(module, resolved, band, products, provenance);
    return { band, module, planned: { module, template: 'array_pe', view } };
  });
}

function planGrid(
  resolved: ArrayResolved,
  bands: readonly GridBand[],
  provenance: Provenance,
): Planned<ArrayModule> {
  const { shape } = resolved;
  const module = describeModule<ArrayModule>(resolved, 'grid', {
    role: 'grid',
    latency: shape.rows + shape.cols,
    ports: gridPorts(shape),
  });
  return { module, template: 'grid', view: gridView(module, shape, bands, provenance) };
}
