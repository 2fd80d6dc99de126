import { expect, test } from 'vitest';
import {
  childrenFirst,
  hierarchyTotals,
  instanceCounts,
  topNames,
  withDescendants,
} from '../../synth/hierarchy.ts';

const NODES = [
  { name: 'array', instances: { row: 2, edge: 1 }, area: 5 },
  { name: 'row', instances: { pe: 3 }, area: 7 },
  { name: 'edge', instances: {}, area: 11 },
  { name: 'pe', instances: {}, area: 100 },
  { name: 'encoder', instances: {}, area: 13 },
];

test('children come before parents, once each', () => {
  expect(childrenFirst(NODES).map(({ name }) => name)).toEqual([
    'pe',
    'row',
    'edge',
    'array',
    'encoder',
  ]);
});

test('own + instances x child, at every level', () => {
  expect(Object.fromEntries(hierarchyTotals(NODES, ({ area }) => area))).toEqual({
    pe: 100,
    row: 7 + 3 * 100,
    edge: 11,
    array: 5 + 2 * (7 + 3 * 100) + 11,
    encoder: 13,
  });
});

test('instances below all tops, whatever the order', () => {
  const counts = { array: 1, row: 2, edge: 1, pe: 2 * 3, encoder: 1 };
  expect(Object.fromEntries(instanceCounts(NODES))).toEqual(counts);
  expect(Object.fromEntries(instanceCounts(NODES.toReversed()))).toEqual(counts);
});

test('tops are what nobody instantiates', () => {
  expect(topNames(NODES)).toEqual(['array', 'encoder']);
});

test('a module and all below it', () => {
  expect(withDescendants('row', NODES)).toEqual(['pe', 'row']);
  expect(withDescendants('encoder', NODES)).toEqual(['encoder']);
});

test('a module that contains itself is refused', () => {
  const loop = [
    { name: 'a', instances: { b: 1 } },
    { name: 'b', instances: { a: 1 } },
  ];
  expect(() => childrenFirst(loop)).toThrow('module a contains itself');
});
