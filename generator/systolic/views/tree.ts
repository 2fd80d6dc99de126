import { wrap } from '../../../system/text.ts';
import type { Module } from '../../design.ts';
import { header, type Provenance } from '../../views/header.ts';
import { portLines } from '../../views/ports.ts';
import { declarations, lsbText, operand, unusedValue } from '../../views/text.ts';
import type { Term } from '../datapath.ts';
import { countBits, type HeapStage, reduceHeap } from '../heap.ts';
import { counted, type GridLane, type SystolicShape } from '../shape.ts';

const COLUMNS = 92;

/** What is added in two places is counted once. */
const SIGNS = 'signs are counted; ';
const COLUMN = '';

/** The bits of a lane's products and its partial sum, added up by a Dadda tree. */
export function treeView(
  module: Module,
  shape: SystolicShape,
  lane: GridLane,
  fullAdder: string,
  provenance: Provenance,
) {
  const { products, fraction } = shape;
  const signs = countSigns(products, lane);
  const { stages, columns } = reduceHeap(heapOf(products, lane, signs), signs.stages);
  return {
    header: header(story(shape, lane, fraction, [...signs.stages, ...stages]), provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: [],
    stages: [
      ...signs.stages.map((stage) => stageView(stage, fullAdder, SIGNS)),
      ...stages.map((stage) => stageView(stage, fullAdder, COLUMN)),
    ],
    final: finalView(columns),
    unused: unusedValue(leftOut(products, lane)),
  };
}

/** Bits that are added in two places: as they are, and their complements above. */
interface Signs {
  readonly stages: readonly HeapStage[];
  readonly places: readonly {
    readonly term: Term;
    /** What is left of them, by weight. */
    readonly counts: readonly (readonly string[])[];
  }[];
}

/** Signs are counted once, and the count serves both places; not where it would be wider than the sum. */
function countSigns(products: number, { terms, width }: GridLane): Signs {
  const bits = Math.floor(Math.log2(products));
  const signs = terms.flatMap((term, index) =>
    term.complementAt !== undefined && term.complementAt + bits < width ? [{ term, index }] : [],
  );
  const { stages, groups } = countBits(
    signs.map(({ index }) =>
      Array.from({ length: products }, (_, product) => termName(terms, product, index)),
    ),
  );
  return {
    stages,
    places: signs.map(({ term }, index) => ({ term, counts: groups[index] ?? [] })),
  };
}

function termName(terms: readonly Term[], product: number, index: number): string {
  return `terms_i[${product * terms.length + index}]`;
}

/** Names of the bits of every weight, those of the partial sum last. */
function heapOf(products: number, { terms, width }: GridLane, { places }: Signs): string[][] {
  const heap: string[][] = Array.from({ length: width }, () => []);
  const counted = places.map(({ term }) => term);
  for (let product = 0; product < products; product++) {
    terms.forEach((term, index) => {
      if (counted.includes(term)) return;
      const name = termName(terms, product, index);
      heap[term.position]?.push(name);
      if (term.complementAt !== undefined) {
        heap[term.complementAt]?.push(`~${name}`);
      }
    });
  }
  for (const { term, counts } of places) {
    counts.forEach((names, weight) => {
      for (const name of names) {
        heap[term.position + weight]?.push(name);
        heap[(term.complementAt ?? width) + weight]?.push(`~${name}`);
      }
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
      position < width ? [] : [termName(terms, product, index)],
    ),
  ).flat();
}

function story(
  shape: SystolicShape,
  { terms, width, index }: GridLane,
  fraction: number,
  stages: readonly HeapStage[],
): string[] {
  const adders = stages.reduce((sum, { fullAdders }) => sum + fullAdders.length, 0);
  const { products } = shape;
  const bits = products * terms.filter(({ position }) => position < width).length;
  const which = index === 0 ? '' : ` of lane ${index}`;
  return [
    `Sum tree${which}: adds the ${bits} bits of ${counted(products, shape, 'product')} to a partial sum of ${width} bits, ` +
      `${lsbText(fraction)}. Sums wrap around.`,
    '',
    `Columns of bits of one weight are reduced by ${adders} full adders (Dadda) until two rows are left, ` +
      'which one adder with carries adds. Constants of the products, such as the 1 that a ' +
      'negated one lacks, are not here: they enter once, at the top of a column of PEs.',
  ];
}

function stageView(
  { number, heights, fullAdders, halfAdders, sums }: HeapStage,
  module: string,
  what: string,
) {
  const adders = [...fullAdders, ...halfAdders];
  const operand = (index: 0 | 1) => adders.map(({ inputs }) => inputs[index]);
  const thirds = fullAdders.map(({ inputs }) => inputs[2]);
  const operands = [
    { name: `a_${number}`, bits: operand(0) },
    { name: `b_${number}`, bits: operand(1) },
    { name: `c_${number}`, bits: thirds },
  ].filter(({ bits }) => bits.length > 0);
  const saved = { name: `save_${number}`, bits: adders.length + sums.length };
  return {
    number,
    story: `${what}columns of up to ${heights[0]} bits become ones of up to ${heights[1]}.`,
    signals: declarations(
      [
        ...operands.map(({ name, bits }) => ({
          name,
          range: bits.length,
          meaning: MEANINGS[name[0] ?? ''],
        })),
        { name: saved.name, range: saved.bits, meaning: 'sums, of the same weight' },
        ...(adders.length === 0
          ? []
          : [{ name: `carry_${number}`, range: adders.length, meaning: 'of twice as much' }]),
      ].map(({ name, range, meaning }) => ({ name, width: String(range), meaning: meaning ?? '' })),
    ),
    operands: operands.map(({ name, bits }) => ({ name, lines: listed(bits) })),
    module,
    full: fullAdders.length,
    halves: halfAdders.length === 0 ? 0 : adders.length,
    sums: sums.map(
      ({ inputs }, index) => `save_${number}[${adders.length + index}] = ${parityOf(inputs)};`,
    ),
  };
}

const MEANINGS: Readonly<Record<string, string>> = {
  a: 'bits that are added',
  b: 'bits that are added',
  c: 'third bits of full adders',
};

/**
 * The XOR of bits, of which some are inverted: what is left of the inversions is a comparison, because Verilator 5.006 loses
 * them in an XOR of bits of one vector.
 */
function parityOf(bits: readonly string[]): string {
  const [first = '', ...others] = bits.map((bit) => bit.replace(/^~/, ''));
  const odd = bits.filter((bit) => bit.startsWith('~')).length % 2 === 1;
  if (!odd) return [first, ...others].join(' ^ ');
  return others.length === 0 ? `~${first}` : `${first} == ${operand(others.join(' ^ '))}`;
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
