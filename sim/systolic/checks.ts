import type { Workload } from '../workload.ts';
import type { GridScope } from './scope.ts';
import { endTiles } from './stimulus/ends.ts';
import { flagTiles } from './stimulus/flags.ts';
import { aloneTiles, pairTiles } from './stimulus/pairs.ts';
import { randomTiles } from './stimulus/random.ts';
import { type GridSubject, hasNar } from './subject.ts';
import type { GridTile } from './tile.ts';
import { gridWorkload } from './workload.ts';

/** What a small grid is put through: everything that a PE can do. */
export function smallGridChecks(subject: GridSubject, seed: number, scope: GridScope): Workload[] {
  const rounds = scope.rounds === 'all' ? subject.shape.rows : scope.rounds;
  const check = (name: string, tiles: () => Iterable<GridTile>, exhaustive = false) =>
    gridWorkload(subject, { name: `${name}, ${sizeText(subject)}`, exhaustive, tiles }, seed);
  return [
    check('all operand pairs', () => pairTiles(subject, seed), true),
    check('pairs beside zeros', () => aloneTiles(subject, seed, rounds)),
    check('largest and least sums', () => endTiles(subject, seed)),
    ...(hasNar(subject)
      ? [check('words that are no numbers', () => flagTiles(subject, seed))]
      : []),
    check('random tiles', () => randomTiles(subject, seed, scope.randomVectors)),
  ];
}

/** What the grid itself is put through: what its size and wires decide. */
export function wholeGridChecks(subject: GridSubject, seed: number, scope: GridScope): Workload[] {
  const tiles = () => randomTiles(subject, seed, scope.wholeVectors);
  const name = `random tiles, ${sizeText(subject)}`;
  return [gridWorkload(subject, { name, exhaustive: false, tiles }, seed)];
}

function sizeText({ shape }: GridSubject): string {
  return `${shape.rows} x ${shape.cols}`;
}
