import { expect, test } from 'vitest';
import type { NamedModule } from '../../synth/map-design.ts';
import { fastestAssembly, smallestAssembly, uniformAssemblies } from '../../synth/points.ts';
import { describeModule } from './support.ts';

function node(
  name: string,
  recipe: string,
  area: number,
  instances: Record<string, number> = {},
): NamedModule {
  const description = describeModule(name, 'pe', []);
  const rest = { cellTypes: {}, flops: 0, netlist: '', key: '', cached: false };
  return { name, recipe, area, instances, description, ...rest };
}

const recipes = ['small', 'quick', 'large'].map(
  (name) => ({ name, adders: 'ripple', fullAdders: 'open', sharedDrive: 0, steps: [] }) as const,
);

/** Two tops that share a decoder, and one of its own; areas by recipe. */
function design(areas: Readonly<Record<string, readonly number[]>>) {
  const instances: Record<string, Record<string, number>> = {
    pe: { decoder: 2 },
    edge: { decoder: 1 },
  };
  const variants = Object.entries(areas).map(
    ([name, all]) =>
      [
        name,
        all.map((area, index) => node(name, recipes[index]?.name ?? '', area, instances[name])),
      ] as const,
  );
  return { variants: new Map(variants), recipes };
}

const AREAS = { pe: [10, 20, 30], decoder: [5, 4, 4], edge: [7, 8, 9], encoder: [6, 6, 9] };

const chosen = (assembly: readonly NamedModule[]) =>
  Object.fromEntries(assembly.map(({ name, recipe }) => [name, recipe]));

test('the smallest takes each module where it is smallest, the first of equal ones', () => {
  const assembly = smallestAssembly(design(AREAS));
  expect(chosen(assembly)).toEqual({
    decoder: 'quick',
    pe: 'small',
    edge: 'small',
    encoder: 'small',
  });
  expect(assembly[0]?.name).toBe('decoder');
});

/** Paths in ns, by top and recipe. */
function fastest(ns: Readonly<Record<string, readonly number[]>>) {
  const uniform = uniformAssemblies(design(AREAS)).map((assembly, index) => ({
    assembly,
    paths: new Map(
      assembly.map(({ name }) => {
        const time = ns[name]?.[index];
        return [name, time === undefined ? null : { ns: time, from: 'a', to: 'b' }] as const;
      }),
    ),
  }));
  return chosen(fastestAssembly(uniform));
}

test('the fastest takes one recipe for tops that share a module, another for the rest', () => {
  const ns = { pe: [9, 5, 3], edge: [4, 4, 6], decoder: [1, 1, 1], encoder: [8, 7, 6] };
  // By recipe the slower of pe and edge takes 9, 5 and 6 ns.
  expect(fastest(ns)).toEqual({
    decoder: 'quick',
    pe: 'quick',
    edge: 'quick',
    encoder: 'large',
  });
});

test('of equally fast recipes the smaller one is taken', () => {
  const ns = { pe: [5, 5, 5], edge: [1, 1, 1], encoder: [9, 7, 7] };
  expect(fastest(ns)).toEqual({
    decoder: 'small',
    pe: 'small',
    edge: 'small',
    encoder: 'quick',
  });
});
