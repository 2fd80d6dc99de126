import { describe, expect, test } from 'vitest';
import type { Module } from '../../generator/design.ts';
import { assemblyAtClock } from '../../synth/at-clock.ts';
import { withDescendants } from '../../synth/hierarchy.ts';
import type { NamedModule } from '../../synth/map-design.ts';
import { type Assembly, smallestAssembly, uniformAssemblies } from '../../synth/points.ts';
import { tradeOffs } from '../../synth/trade-offs.ts';
import { describeModule } from './support.ts';

interface Variant {
  readonly area: number;
  readonly ns: number;
}

interface Part {
  readonly role: Module['role'];
  readonly children?: Readonly<Record<string, number>>;
  /** By recipe. */
  readonly variants: readonly Variant[];
}

const NAMES = ['small', 'middle', 'quick'];

function mapped(parts: Readonly<Record<string, Part>>) {
  const variants = Object.entries(parts).map(([name, { role, children, variants: all }]) => {
    const nodes = all.map(({ area }, index): NamedModule => {
      const recipe = NAMES[index] ?? '';
      const description = describeModule(name, role, []);
      const rest = { cellTypes: {}, flops: 0, netlist: '', cached: false };
      return { name, description, recipe, area, instances: children ?? {}, key: recipe, ...rest };
    });
    return [name, nodes] as const;
  });
  const recipes = NAMES.map(
    (name) => ({ name, adders: 'ripple', fullAdders: 'open', sharedDrive: 0, steps: [] }) as const,
  );
  return { variants: new Map(variants), recipes };
}

/** Searches where the path of a module is the sum of those of all modules that are in it. */
async function search(parts: Readonly<Record<string, Part>>, clockNs: number) {
  const design = mapped(parts);
  let timed = 0;
  const pathsOf = (assembly: Assembly, names: readonly string[]) => {
    const own = ({ name, recipe }: NamedModule) =>
      parts[name]?.variants[NAMES.indexOf(recipe)]?.ns ?? 0;
    const ns = (name: string) =>
      withDescendants(name, assembly)
        .flatMap((one) => assembly.find((node) => node.name === one) ?? [])
        .reduce((sum, node) => sum + own(node), 0);
    return new Map(names.map((name) => [name, { ns: ns(name), from: 'a', to: 'b' }] as const));
  };
  const all = (assembly: Assembly) => {
    const names = assembly.map(({ name }) => name);
    return { assembly, paths: pathsOf(assembly, names) };
  };
  const found = await assemblyAtClock(clockNs, {
    mapped: design,
    smallest: all(smallestAssembly(design)),
    uniform: uniformAssemblies(design).map(all),
    time: async (assemblies, namesOf) => {
      timed += assemblies.length;
      return assemblies.map((assembly, index) => ({
        assembly,
        paths: pathsOf(assembly, namesOf(index)),
      }));
    },
  });
  const recipes =
    'missed' in found
      ? found.missed
      : Object.fromEntries(found.assembly.map(({ name, recipe }) => [name, recipe]));
  return { recipes, timed };
}

const variants = (...all: readonly (readonly [number, number])[]): Variant[] =>
  all.map(([area, ns]) => ({ area, ns }));

/** Four products before a tree. */
const PE: Readonly<Record<string, Part>> = {
  product: { role: 'product', variants: variants([10, 3], [12, 2], [20, 1]) },
  tree: { role: 'tree', variants: variants([100, 5], [110, 3], [200, 2]) },
  pe: {
    role: 'pe',
    children: { product: 4, tree: 1 },
    variants: variants([50, 1], [50, 1], [50, 1]),
  },
};

describe('the smallest assembly at a clock', () => {
  test('is the smallest of all where that is fast enough', async () => {
    const { recipes, timed } = await search(PE, 9);
    expect(recipes).toEqual({ product: 'small', tree: 'small', pe: 'small' });
    expect(timed).toBe(0);
  });

  test.each([
    // 4 x 2 for one ns against 10 for two.
    [8, { product: 'middle', tree: 'small' }],
    [7, { product: 'small', tree: 'middle' }],
    [6, { product: 'middle', tree: 'middle' }],
    // 4 x 8 for one ns against 90 for one.
    [5, { product: 'quick', tree: 'middle' }],
    [4, { product: 'quick', tree: 'quick' }],
  ])('mixes recipes at %d ns', async (clock, expected) => {
    expect((await search(PE, clock)).recipes).toMatchObject(expected);
  });

  test('says what misses the clock, and by how little', async () => {
    expect((await search(PE, 3.5)).recipes).toEqual({ module: 'pe', ns: 4 });
  });

  test('leaves modules that no long path goes through as small as they are', async () => {
    const encoder: Part = { role: 'encoder', variants: variants([30, 4], [35, 3], [60, 2]) };
    const { recipes } = await search({ ...PE, encoder }, 6);
    expect(recipes).toMatchObject({ encoder: 'small', product: 'middle' });
    expect((await search({ ...PE, encoder }, 3.5)).recipes).toEqual({ module: 'pe', ns: 4 });
  });

  test('times parts of a grid apart from each other', async () => {
    const grid: Readonly<Record<string, Part>> = {
      ...PE,
      cluster: {
        role: 'cluster',
        children: { pe: 8 },
        variants: variants([9, 1], [10, 0], [10, 0]),
      },
      foot: { role: 'foot', variants: variants([40, 7], [50, 5], [90, 1]) },
      array: {
        role: 'array',
        children: { cluster: 6, foot: 3 },
        variants: variants([0, 0], [0, 0], [0, 0]),
      },
    };
    const { recipes } = await search(grid, 6);
    expect(recipes).toMatchObject({
      foot: 'middle',
      cluster: 'middle',
      product: 'middle',
      tree: 'middle',
    });
  });
});

test('combinations that another one beats are not tried', () => {
  const change = (value: string, area: number, ...ns: number[]) => ({ value, area, ns });
  const trials = tradeOffs(
    [10, 4],
    [
      [change('a', 2, -3, 0), change('worse', 3, -3, 0)],
      [change('b', 1, -1, -1), change('c', 4, -5, 1)],
    ],
  );
  expect(trials.map(({ changes, area, ns }) => [changes.join(''), area, ...ns])).toEqual([
    ['', 0, 10, 4],
    ['b', 1, 9, 3],
    ['a', 2, 7, 4],
    ['ab', 3, 6, 3],
    ['c', 4, 5, 5],
    ['ac', 6, 2, 5],
  ]);
});
