import { wrap } from '../../../system/text.ts';
import type { Module } from '../../design.ts';
import { header, type Provenance } from '../../views/header.ts';
import { portLines } from '../../views/ports.ts';
import { lsbText, unusedValue } from '../../views/text.ts';
import { type HeapStage, reduceHeap } from '../heap.ts';
import type { GridLane, SystolicShape } from '../shape.ts';

const COLUMNS = 92;

/** The bits of a lane's products and its partial sum, added up by a Dadda tree. */
export function treeView(
  module: Module,
  { products, fraction }: SystolicShape,
  lane: GridLane,
  fullAdder: string,
  provenance: Provenance,
) {
  const { stages, columns } = reduceHeap(heapOf(products, lane));
  return {
    header: header(story(products, lane, fraction, stages), provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: [],
    stages: stages.map((stage) => stageView(stage, fullAdder)),
    final: finalView(columns),
    unused: unusedValue(leftOut(products, lane)),
  };
}

/** Names of the bits of every weight, those of the products first: the partial sum comes early. */
function heapOf(products: number, { terms, width }: GridLane): string[][] {
  const heap: string[][] = Array.from({ length: width }, () => []);
  for (let product = 0; product < products; product++) {
    terms.forEach(({ position }, index) => {
      heap[position]?.push(`terms_i[${product * terms.length + index}]`);
    });
  }
  heap.forEach((bits, position) => {
    bits.push(`sum_i[${position}]`);
  });
  return heap;
}

/** Terms beyond the partial sum: it wraps around. */
function leftOut(products: number, { terms, width }: GridLane): string[] {
  return Array.from({ length: products }, (_, product) =>
    terms.flatMap(({ position }, index) =>
      position < width ? [] : [`terms_i[${product * terms.length + index}]`],
    ),
  ).flat();
}

function story(
  products: number,
  { terms, width, index }: GridLane,
  fraction: number,
  stages: readonly HeapStage[],
): string[] {
  const adders = stages.reduce((sum, { fullAdders }) => sum + fullAdders.length, 0);
  const bits = products * terms.filter(({ position }) => position < width).length;
  const which = index === 0 ? '' : ` of lane ${index}`;
  return [
    `Sum tree${which}: adds the ${bits} bits of ${products} products to a partial sum of ${width} bits, ` +
      `${lsbText(fraction)}. Sums wrap around.`,
    '',
    `Columns of bits of one weight are reduced by ${adders} full adders (Dadda) until two rows are left, ` +
      'which one adder with carries adds. Constants of the products, such as the 1 that a ' +
      'negated one lacks, are not here: they enter once, at the top of a column of PEs.',
  ];
}

function stageView(stage: HeapStage, module: string) {
  const { number, heights, fullAdders, halfAdders } = stage;
  const count = fullAdders.length + halfAdders.length;
  const range = `[${count - 1}:0]`;
  const pad = (text: string, longest: string) => text.padEnd(longest.length);
  const operand = (index: 0 | 1) =>
    [...fullAdders, ...halfAdders].map(({ inputs }) => inputs[index]);
  const thirds = fullAdders.map(({ inputs }) => inputs[2]);
  const outputs = `save_${number}, carry_${number};`;
  const inputs = `a_${number}, b_${number};`;
  const third = `c_${number};`;
  const thirdRange = `[${fullAdders.length - 1}:0]`.padStart(range.length);
  return {
    number,
    story: `columns of up to ${heights[0]} bits become ones of up to ${heights[1]}.`,
    signals: [
      `logic ${range} ${pad(inputs, outputs)}  // bits that are added`,
      ...(thirds.length === 0
        ? []
        : [`logic ${thirdRange} ${pad(third, outputs)}  // third bits of full adders`]),
      `logic ${range} ${outputs}  // of the same weight, and of twice as much`,
    ],
    operands: [
      { name: `a_${number}`, lines: listed(operand(0)) },
      { name: `b_${number}`, lines: listed(operand(1)) },
      ...(thirds.length === 0 ? [] : [{ name: `c_${number}`, lines: listed(thirds) }]),
    ],
    module,
    full: fullAdders.length,
    halves: halfAdders.length === 0 ? 0 : count,
  };
}

/** Bits of a concatenation, the last one of the list first, filled into lines. */
function listed(bits: readonly string[]): string[] {
  return wrap(bits.toReversed().join(', '), COLUMNS);
}

/** Low columns of one bit need no adder. */
function finalView(columns: readonly (readonly string[])[]) {
  const single = columns.findIndex((bits) => bits.length > 1);
  const low = single < 0 ? columns.length : single;
  const upper = columns.slice(low);
  const bitOf = (index: number) => (bits: readonly string[]) => bits[index] ?? "1'b0";
  const rows = [
    ...(low === 0 ? [] : [{ name: 'low', bits: columns.slice(0, low).map(bitOf(0)) }]),
    ...(upper.length === 0
      ? []
      : [
          { name: 'row_a', bits: upper.map(bitOf(0)) },
          { name: 'row_b', bits: upper.map(bitOf(1)) },
        ]),
  ];
  const sum = upper.length === 0 ? 'low' : low === 0 ? 'row_a + row_b' : '{row_a + row_b, low}';
  const widest = Math.max(...rows.map(({ bits }) => `[${bits.length - 1}:0]`.length));
  return {
    story: 'in two rows.',
    signals: rows.map(
      ({ name, bits }) => `logic ${`[${bits.length - 1}:0]`.padStart(widest)} ${name};`,
    ),
    rows: rows.map(({ name, bits }) => ({ name, lines: listed(bits) })),
    sum,
  };
}
