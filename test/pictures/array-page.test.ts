import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { arrayCycles, utilisation } from '../../golden/array-cycles.ts';
import { exampleShape } from '../../scripts/pictures/array-example.ts';
import { arraySchedule, WORKED_ARRAY, workedTiles } from '../../scripts/pictures/array-schedule.ts';
import { packageRoot } from '../../system/package-root.ts';

const page = readFileSync(join(packageRoot, 'docs/array.md'), 'utf8');

type Row = Readonly<Record<string, string>>;

/** The tables of the page whose first column has this name. */
function tables(first: string): Row[][] {
  const blocks = page.split(/\n{2,}/).filter((block) => block.startsWith(`| ${first} |`));
  return blocks.map((block) => {
    const [names = [], , ...rows] = block.split('\n').map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
    return rows.map((cells) =>
      Object.fromEntries(names.map((name, column) => [name, cells[column] ?? ''])),
    );
  });
}

function expectedTable(vectors: number): Row[] {
  const schedule = Object.entries(arraySchedule(WORKED_ARRAY, workedTiles(vectors)));
  const { end } = arrayCycles(WORKED_ARRAY, workedTiles(vectors));
  return Array.from({ length: end }, (_, cycle) => ({
    cycle: String(cycle),
    ...Object.fromEntries(
      schedule.map(([name, events]) => {
        const event = events[cycle];
        return [name, event ? `${event.tile} ${event.label}` : ''];
      }),
    ),
  }));
}

test('the worked tables are what the cycle model says', () => {
  expect(tables('cycle')).toEqual([expectedTable(3), expectedTable(1)]);
});

test('the utilisation of the worked tiles is that of the cycle model', () => {
  const used = [3, 1].map((vectors) => {
    const cycles = arrayCycles(WORKED_ARRAY, workedTiles(vectors));
    const { rows, cols } = WORKED_ARRAY;
    const share = utilisation({ rows, cols, lanes: 1 }, 3 * vectors * rows * cols, cycles);
    return `**${100 * share} %**`;
  });
  expect(page.replaceAll('\n', ' ').match(/\*\*\d+ %\*\* used/g)).toEqual(
    used.map((share) => `${share} used`),
  );
});

test('the sizes of the example are those of its design', async () => {
  const { lanes, ...shape } = await exampleShape();
  const [laneTable] = tables('lane');
  expect(laneTable).toEqual(
    lanes.map(({ index, modes, weight, tileWidth, width }) => ({
      lane: String(index),
      words: modes.join(', '),
      'decoded weight': `${3 + weight.logWidth} bits`,
      P_I: String(tileWidth),
      P_O: String(width),
    })),
  );
  const [sizes = []] = tables('size');
  expect(sizes.map(({ value }) => Number(value))).toEqual([
    shape.vectors,
    shape.resultSlots,
    shape.channelSets,
    shape.startWidth,
    shape.scaleWidth,
    shape.containerBits,
  ]);
});

test('the config of the page is the example', () => {
  const [, json = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  const example = readFileSync(join(packageRoot, 'examples/lpa.json'), 'utf8');
  expect(json).toBe(example);
});
