import type { ArrayShape } from '../../generator/index.ts';
import { busWidths, exampleShape } from './array-example.ts';
import { type Box, box, type Fill, group, lines, picture, text, wire } from './svg.ts';

/** The picture of docs/array.md that shows where everything lies. */
export async function arrayFloorPlanPicture(): Promise<string> {
  return floorPlan(await exampleShape());
}

const PITCH = 58;
const CELL = 42;
const DECODER = { w: 30, h: 22 };
/** A skew register of the activation edge; those of the weight edge lie across. */
const SKEW = { w: 8, h: 22, pitch: 12 };
const GAP = 34;

interface Plan {
  readonly shape: ArrayShape;
  readonly width: number;
  readonly height: number;
  readonly weightEdge: Box;
  readonly actEdge: Box;
  readonly grid: Box;
  readonly feet: Box;
  readonly control: Box;
}

/** Sizes follow from the numbers of rows and columns. */
function planOf(shape: ArrayShape): Plan {
  const { rows, cols } = shape;
  const actEdge = { w: 24 + (rows - 1) * SKEW.pitch + DECODER.w + 12, x: 176 };
  const grid = { x: actEdge.x + actEdge.w + GAP, w: cols * PITCH + 14, h: rows * PITCH + 14 };
  const weightEdge = { y: 52, h: 30 + (cols - 1) * SKEW.pitch + DECODER.h + 12 };
  const top = weightEdge.y + weightEdge.h + GAP;
  const bottom = top + grid.h + GAP + 6;
  const feet = { x: grid.x, y: bottom, w: grid.w, h: 176 };
  return {
    shape,
    width: grid.x + grid.w + 182,
    height: bottom + feet.h + 112,
    weightEdge: { ...weightEdge, x: grid.x, w: grid.w },
    actEdge: { ...actEdge, y: top, h: grid.h },
    grid: { ...grid, y: top },
    feet,
    control: { x: actEdge.x, y: bottom + 72, w: actEdge.w, h: feet.h - 72 },
  };
}

function floorPlan(shape: ArrayShape): string {
  const plan = planOf(shape);
  return picture(plan.width, plan.height, [
    group(plan.weightEdge),
    group(plan.actEdge),
    group(plan.grid),
    group(plan.feet),
    ...weightEdge(plan),
    ...actEdge(plan),
    ...grid(plan),
    ...feet(plan),
    ...control(plan),
    ...names(plan),
    ...legend(plan),
  ]);
}

/** Left edge of a PE, and of all that lies above and below it. */
function columnX({ grid }: Plan, col: number): number {
  return grid.x + 7 + col * PITCH + (PITCH - CELL) / 2;
}

function rowY({ grid }: Plan, row: number): number {
  return grid.y + 7 + row * PITCH + (PITCH - CELL) / 2;
}

/** The PE in the middle of its column. */
function middleX(plan: Plan, col: number): number {
  return columnX(plan, col) + CELL / 2;
}

function indices(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function weightEdge(plan: Plan): string[] {
  const { shape, weightEdge: edge, grid } = plan;
  const bits = shape.cols * shape.containerBits;
  const decoderY = edge.y + edge.h - DECODER.h - 8;
  return [
    text(
      `weight_data_i: ${bits} bits, one row of a tile`,
      { x: edge.x + 14, y: 22 },
      { anchor: 'start' },
    ),
    ...indices(shape.cols).flatMap((col) => {
      const x = middleX(plan, col);
      const skews = indices(col).map((index) =>
        box(
          { x: x - SKEW.h / 2, y: decoderY - (index + 1) * SKEW.pitch, w: SKEW.h, h: SKEW.w },
          'register',
        ),
      );
      return [
        wire(
          [
            { x, y: 30 },
            { x, y: decoderY },
          ],
          { tip: false },
        ),
        ...skews,
        box({ x: x - DECODER.w / 2, y: decoderY, ...DECODER }, 'decoder', ['D'], { size: 11 }),
        wire([
          { x, y: decoderY + DECODER.h },
          { x, y: grid.y + 14 },
        ]),
      ];
    }),
    text(
      `${busWidths(shape).weight} bits`,
      { x: middleX(plan, 0) + 6, y: grid.y - 12 },
      { anchor: 'start', size: 10, muted: true },
    ),
  ];
}

function actEdge(plan: Plan): string[] {
  const { shape, actEdge: edge, grid } = plan;
  const bits = shape.rows * shape.activation.n;
  const decoderX = edge.x + edge.w - DECODER.w - 10;
  return [
    lines(
      ['act_data_i:', `${bits} bits,`, 'one vector'],
      { x: 16, y: rowY(plan, 0) - 20 },
      { anchor: 'start' },
    ),
    ...indices(shape.rows).flatMap((row) => {
      const y = rowY(plan, row) + CELL / 2;
      const skews = indices(row).map((index) =>
        box(
          { x: decoderX - (index + 1) * SKEW.pitch, y: y - SKEW.h / 2, w: SKEW.w, h: SKEW.h },
          'register',
        ),
      );
      return [
        wire(
          [
            { x: edge.x - 40, y },
            { x: decoderX, y },
          ],
          { tip: false },
        ),
        ...skews,
        box({ x: decoderX, y: y - DECODER.h / 2, ...DECODER }, 'decoder', ['D'], { size: 11 }),
        wire([
          { x: decoderX + DECODER.w, y },
          { x: columnX(plan, 0), y },
        ]),
      ];
    }),
    text(
      `${busWidths(shape).act} bits`,
      { x: grid.x - 17, y: rowY(plan, 0) + CELL / 2 - 8 },
      { size: 10, muted: true },
    ),
  ];
}

function grid(plan: Plan): string[] {
  const { shape, grid: area, feet: below } = plan;
  const { held, sum } = busWidths(shape);
  const pes = indices(shape.rows).flatMap((row) =>
    indices(shape.cols).flatMap((col) => {
      const [x, y] = [columnX(plan, col), rowY(plan, row)];
      const right = wire([
        { x: x + CELL, y: y + CELL / 2 },
        { x: x + PITCH, y: y + CELL / 2 },
      ]);
      const down = wire([
        { x: x + CELL / 2, y: y + CELL },
        { x: x + CELL / 2, y: y + PITCH },
      ]);
      return [
        box({ x, y, w: CELL, h: CELL }, 'pe', ['PE'], { size: 11 }),
        ...(col + 1 < shape.cols ? [right] : []),
        ...(row + 1 < shape.rows ? [down] : []),
      ];
    }),
  );
  const x = area.x + area.w + 12;
  const widths = indices(shape.rows).map((row) =>
    text(`${held(row)}`, { x: x + 26, y: rowY(plan, row) + CELL / 2 + 4 }, { anchor: 'end' }),
  );
  return [
    ...pes,
    ...widths,
    lines(
      ['bits of sums', 'in a PE'],
      { x, y: area.y - 6 },
      { anchor: 'start', size: 11, muted: true },
    ),
    ...indices(shape.cols).map((col) =>
      wire([
        { x: middleX(plan, col), y: rowY(plan, shape.rows - 1) + CELL },
        { x: middleX(plan, col), y: below.y + 34 },
      ]),
    ),
    text(
      `${sum} bits`,
      { x: middleX(plan, 0) + 6, y: below.y - 12 },
      { anchor: 'start', size: 10, muted: true },
    ),
  ];
}

/** A column's end: accumulator, an encoder for each lane, channel sets and result slots. */
function feet(plan: Plan): string[] {
  const { shape, feet: area } = plan;
  const encoder = (CELL + 4) / shape.lanes.length;
  const [setY, accY, encY, slotY] = [34, 66, 98, 130].map((offset) => area.y + offset) as [
    number,
    number,
    number,
    number,
  ];
  const rowsOfFoot: readonly [string, number][] = [
    [`${shape.channelSets} sets of ${shape.startWidth === 0 ? '' : 'b and '}c`, setY],
    [`sums of ${shape.vectors} vectors`, accY],
    ['a word per lane', encY],
    [`${shape.resultSlots} result slots`, slotY],
  ];
  return [
    ...indices(shape.cols).flatMap((col) => {
      const x = columnX(plan, col) - 2;
      const middle = x + (CELL + 4) / 2;
      const ctrlY = area.y + area.h - 10;
      return [
        wire([
          { x: middle, y: setY },
          { x: middle, y: area.y + area.h + 26 },
        ]),
        box(
          { x, y: setY, w: CELL + 4, h: 24 },
          'register',
          [shape.startWidth === 0 ? 'c' : 'b, c'],
          { size: 11 },
        ),
        box({ x, y: accY, w: CELL + 4, h: 24 }, 'accumulator', ['acc'], { size: 11 }),
        ...shape.lanes.map(({ index }) =>
          box({ x: x + index * encoder, y: encY, w: encoder, h: 24 }, 'encoder', ['E'], {
            size: 9,
          }),
        ),
        box({ x, y: slotY, w: CELL + 4, h: 24 }, 'register', ['slots'], { size: 11 }),
        wire([
          { x: middle - PITCH / 2, y: ctrlY },
          { x: middle + PITCH / 2, y: ctrlY },
        ]),
      ];
    }),
    ...rowsOfFoot.map(([label, y]) =>
      text(
        label,
        { x: area.x + area.w + 12, y: y + 16 },
        { anchor: 'start', size: 11, muted: true },
      ),
    ),
  ];
}

function control(plan: Plan): string[] {
  const { shape, control: area, feet: foot, grid: pes } = plan;
  const ctrlY = foot.y + foot.h - 10;
  const turnX = pes.x - GAP / 2;
  const channels = shape.cols * shape.lanes.length;
  const setY = foot.y + 46;
  const tileY = area.y + 40;
  const x = 16;
  return [
    box(area, 'control', ['control'], { bold: true }),
    wire([
      { x: area.x + area.w, y: area.y + 20 },
      { x: turnX, y: area.y + 20 },
      { x: turnX, y: pes.y + pes.h - 8 },
      { x: pes.x, y: pes.y + pes.h - 8 },
    ]),
    text(
      'load, swap',
      { x: turnX - 6, y: pes.y + pes.h + 24 },
      { anchor: 'end', size: 11, muted: true },
    ),
    wire(
      [
        { x: area.x + area.w, y: ctrlY },
        { x: middleX(plan, 0) - PITCH / 2, y: ctrlY },
      ],
      { tip: false },
    ),
    lines(
      ['channel_*:', `${shape.startWidth === 0 ? '' : 'b and '}c of`, `${channels} channels`],
      { x, y: setY - 12 },
      { anchor: 'start' },
    ),
    wire([
      { x: area.x - 40, y: setY },
      { x: columnX(plan, 0) - 2, y: setY },
    ]),
    lines(
      ['tile_*:', 'mode, formats,', 'N, first, last,', 'relu'],
      { x, y: tileY - 18 },
      { anchor: 'start' },
    ),
    wire([
      { x: area.x - 40, y: tileY },
      { x: area.x, y: tileY },
    ]),
    text(
      `result_data_o: ${channels * shape.output.n} bits, one vector`,
      { x: foot.x + 14, y: foot.y + foot.h + 50 },
      { anchor: 'start' },
    ),
  ];
}

/** Names of the parts, outside of them. */
function names({
  shape,
  weightEdge: top,
  actEdge: left,
  grid: pes,
  feet: foot,
  width,
}: Plan): string[] {
  const right = pes.x + pes.w + 12;
  const name = (label: string, x: number, y: number) =>
    text(label, { x, y }, { anchor: 'start', bold: true });
  return [
    name('weight edge', right, top.y + 18),
    name('activation edge', left.x, left.y - 10),
    name('grid', right, pes.y - 24),
    name('feet', right, foot.y + 18),
    text(
      'control word',
      { x: right, y: foot.y + foot.h - 6 },
      { anchor: 'start', size: 11, muted: true },
    ),
    text(
      `${shape.rows} x ${shape.cols} PEs of ${shape.lanes.length} lanes`,
      { x: width - 18, y: 24 },
      { anchor: 'end', bold: true, size: 14 },
    ),
  ];
}

function legend({ actEdge: edge, height }: Plan): string[] {
  const items: readonly [Fill, string][] = [
    ['register', 'registers'],
    ['decoder', 'decoders (D)'],
    ['pe', 'PEs'],
    ['accumulator', 'accumulators'],
    ['encoder', 'encoders (E)'],
    ['control', 'control'],
  ];
  return items.flatMap(([fill, label], index) => {
    const before = items.slice(0, index).map(([, { length }]) => 44 + 6.5 * length);
    const x = edge.x + before.reduce((sum, width) => sum + width, 0);
    const y = height - 34;
    return [
      box({ x, y, w: 14, h: 14 }, fill),
      text(label, { x: x + 20, y: y + 11 }, { anchor: 'start', size: 11 }),
    ];
  });
}
