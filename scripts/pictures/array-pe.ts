import type { ArrayShape, LaneShape } from '../../generator/index.ts';
import { busWidths, exampleShape } from './array-example.ts';
import { box, dot, group, picture, text, wire } from './svg.ts';

/** The picture of docs/array.md that shows a PE from the inside. */
export async function arrayPePicture(): Promise<string> {
  return schematic(await exampleShape());
}

const LEFT = 128;
const RIGHT = 96;
const LANE = 206;

/** Heights, from the top. */
const Y = {
  title: 26,
  inputs: 62,
  load: 108,
  shadow: 94,
  branch: 136,
  swap: 166,
  active: 152,
  act: 210,
  product: 232,
  stages: [246, 288, 330, 372],
  sum: 386,
  register: 424,
  outputs: 494,
} as const;
const STAGE = { w: 108, h: 28 };
const REGISTER = 28;

function schematic(shape: ArrayShape): string {
  const width = LEFT + shape.lanes.length * LANE + RIGHT;
  const right = width - RIGHT + 10;
  return picture(width, Y.outputs + 38, [
    ...products(shape),
    ...control('load', Y.load, right),
    ...control('swap', Y.swap, right),
    ...activation(shape, right),
    ...shape.lanes.flatMap((lane) => laneOf(lane)),
    ...shared(shape),
  ]);
}

/** Left edge of what belongs to a lane. */
function laneX(index: number): number {
  return LEFT + index * LANE;
}

/** Where a lane's wires and stages lie. */
function columns(index: number) {
  const x = laneX(index);
  return { weight: x + 54, act: x + 96, stage: x + 78, sum: x + 170 };
}

/** Lanes that only take words of 2 bits have one product together. */
function lanesWithoutLog({ lanes }: ArrayShape): readonly LaneShape[] {
  return lanes.filter(({ weight }) => weight.logWidth === 0);
}

/** Outlines of the product modules, behind everything else. */
function products(shape: ArrayShape): string[] {
  const height = (Y.stages.at(-1) ?? 0) + STAGE.h + 12 - Y.product;
  const outline = (first: number, count: number) =>
    group({ x: laneX(first) + 10, y: Y.product, w: (count - 1) * LANE + STAGE.w + 28, h: height });
  const joint = lanesWithoutLog(shape);
  return [
    ...shape.lanes
      .filter(({ weight }) => weight.logWidth > 0)
      .map(({ index }) => outline(index, 1)),
    ...(joint[0] ? [outline(joint[0].index, joint.length)] : []),
  ];
}

/** A flag that goes through all lanes and, a cycle later, on to the next PE. */
function control(name: string, y: number, right: number): string[] {
  return [
    text(`${name}_i`, { x: LEFT - 16, y: y - 6 }, { anchor: 'end' }),
    wire(
      [
        { x: LEFT - 60, y },
        { x: right, y },
      ],
      { tip: false },
    ),
    box({ x: right, y: y - 12, w: 14, h: 24 }, 'register'),
    wire([
      { x: right + 14, y },
      { x: right + 44, y },
    ]),
    text(`${name}_o`, { x: right + 20, y: y - 8 }, { anchor: 'start' }),
  ];
}

function activation(shape: ArrayShape, right: number): string[] {
  const [joint] = lanesWithoutLog(shape);
  const taps = [
    ...shape.lanes
      .filter(({ weight }) => weight.logWidth > 0)
      .map(({ index }) => columns(index).act),
    ...(joint ? [columns(joint.index).stage] : []),
  ];
  const register = { x: 36, y: Y.act - 20, w: 72, h: 40 };
  return [
    wire(
      [
        { x: 4, y: Y.act },
        { x: register.x, y: Y.act },
      ],
      { bus: true },
    ),
    text('act_i', { x: 18, y: Y.act - 8 }),
    box(register, 'register', ['activation', `${busWidths(shape).act} bits`], { size: 11 }),
    wire(
      [
        { x: register.x + register.w, y: Y.act },
        { x: right + 44, y: Y.act },
      ],
      { bus: true },
    ),
    text('act_o', { x: right + 20, y: Y.act - 8 }, { anchor: 'start' }),
    ...taps.flatMap((x) => [
      dot({ x, y: Y.act }),
      wire([
        { x, y: Y.act },
        { x, y: Y.stages[0] },
      ]),
    ]),
  ];
}

/** Weight above, sum beside it, both from the PE above and on to the PE below. */
function laneOf(lane: LaneShape): string[] {
  const { index, modes, weight, rowWidths, tileWidth } = lane;
  const { weight: x, sum } = columns(index);
  const words = modes.length > 1 ? `${modes.slice(0, -1).join(', ')} or ${modes.at(-1)}` : modes[0];
  const beside = laneX(index) + 2;
  const held = rowWidths.at(-1) ?? tileWidth;
  const register = (y: number, label: string) =>
    box({ x: x - 48, y, w: 96, h: REGISTER }, 'register', [label], { size: 11 });
  return [
    text(`lane ${index}`, { x: x - 48, y: Y.title }, { anchor: 'start', bold: true, size: 14 }),
    text(`words of ${words} bits`, { x: x + 10, y: Y.title }, { anchor: 'start', muted: true }),
    text('weight_i', { x: x - 8, y: Y.inputs }, { anchor: 'end' }),
    text('sum_i', { x: sum - 8, y: Y.inputs }, { anchor: 'end' }),
    wire([
      { x, y: Y.inputs - 14 },
      { x, y: Y.shadow },
    ]),
    register(Y.shadow, `shadow, ${3 + weight.logWidth} bits`),
    wire([
      { x, y: Y.shadow + REGISTER },
      { x, y: Y.active },
    ]),
    dot({ x, y: Y.branch }),
    wire([
      { x, y: Y.branch },
      { x: beside, y: Y.branch },
      { x: beside, y: Y.outputs },
    ]),
    text('weight_o', { x: beside + 6, y: Y.outputs - 4 }, { anchor: 'start' }),
    register(Y.active, 'active weight'),
    wire([
      { x: sum, y: Y.inputs - 14 },
      { x: sum, y: Y.sum - 11 },
    ]),
    adder({ x: sum, y: Y.sum }),
    wire([
      { x: sum, y: Y.sum + 11 },
      { x: sum, y: Y.register },
    ]),
    box(
      { x: sum - 38, y: Y.register, w: 70, h: 40 },
      'register',
      ['sum, NaR', `${held} + 1 bits`],
      {
        size: 11,
      },
    ),
    wire([
      { x: sum, y: Y.register + 40 },
      { x: sum, y: Y.outputs },
    ]),
    text('sum_o', { x: sum - 8, y: Y.outputs - 4 }, { anchor: 'end' }),
    ...(weight.logWidth > 0 ? product(lane) : []),
  ];
}

function adder({ x, y }: { x: number; y: number }): string {
  return [
    `<circle cx="${x}" cy="${y}" r="11" fill="white" stroke="#3c4654"/>`,
    text('+', { x, y: y + 5 }, { size: 16 }),
  ].join('\n');
}

function stage(centre: number, y: number, label: string): string {
  return box({ x: centre - STAGE.w / 2, y, ...STAGE }, 'pe', [label], { size: 11 });
}

/** Decoded weight and activation to what the sum adds. */
function product({ index, product: arithmetic }: LaneShape): string[] {
  const { weight, stage: x } = columns(index);
  const [add, convert, shift, sign] = Y.stages;
  return [
    wire([
      { x: weight, y: Y.active + REGISTER },
      { x: weight, y: add },
    ]),
    stage(x, add, 'add logs'),
    stage(x, convert, antilogOf(arithmetic)),
    stage(x, shift, 'shift'),
    ...[add, convert, shift].map((y) =>
      wire([
        { x, y: y + STAGE.h },
        { x, y: y + 42 },
      ]),
    ),
    signed(index, sign),
  ];
}

/** What leaves a lane's product for its sum. */
function signed(index: number, y: number): string {
  const { stage: x, sum } = columns(index);
  const out = wire([
    { x: x + STAGE.w / 2, y: Y.sum },
    { x: sum - 11, y: Y.sum },
  ]);
  return [stage(x, y, 'sign, zero'), out].join('\n');
}

function antilogOf({ converter, converterFraction }: LaneShape['product']): string {
  const kind = converter === 'table' ? 'antilog' : 'mitchell';
  return `${kind}, ${converterFraction + 1} bits`;
}

/** The magnitude of the activation once, then each lane's sign. */
function shared(shape: ArrayShape): string[] {
  const [first, ...others] = lanesWithoutLog(shape);
  if (first === undefined) return [];
  const { stage: x, weight } = columns(first.index);
  const beside = x - STAGE.w / 2 - 8;
  const [convert, shift, below, sign] = Y.stages;
  const fork = below + 8;
  const turn = Y.product + 6;
  return [
    stage(x, convert, antilogOf(first.product)),
    wire([
      { x, y: convert + STAGE.h },
      { x, y: shift },
    ]),
    stage(x, shift, 'shift'),
    wire([
      { x, y: shift + STAGE.h },
      { x, y: sign },
    ]),
    wire([
      { x: weight, y: Y.active + REGISTER },
      { x: weight, y: turn },
      { x: beside, y: turn },
      { x: beside, y: Y.sum },
      { x: beside + 8, y: Y.sum },
    ]),
    signed(first.index, sign),
    ...(others.length > 0 ? [dot({ x, y: fork })] : []),
    ...others.flatMap(({ index }) => {
      const lane = columns(index);
      return [
        wire([
          { x, y: fork },
          { x: lane.act, y: fork },
          { x: lane.act, y: sign },
        ]),
        wire([
          { x: lane.weight, y: Y.active + REGISTER },
          { x: lane.weight, y: sign },
        ]),
        signed(index, sign),
      ];
    }),
  ];
}
