import { SPECS } from '../compare/specs.ts';

/** One phrase for each format of docs/compare.md, by the id of its plain array. */
const PHRASES: Readonly<Record<string, string>> = {
  lp8: '8-bit LP by logs, 5 fraction bits: as exact as INT8',
  lp8_f4: '8-bit LP by logs, 4 fraction bits: as exact as INT7',
  lp_linear:
    '4-bit LP weights, 8-bit LP activations made linear at the edge; two columns for an 8-bit weight',
  lp_linear_floor: "the same with activations in two's complement",
  lp_fused: 'one 8-bit, two 4-bit or four 2-bit LP weights in a word, by logs',
  lp_fused_84: 'the same without 2-bit weights',
  lpa: 'the array of the LP paper as published, weights of 8, 4 and 2 bits',
  lpa8: 'the same for 8-bit weights only',
  int8: 'INT8, an array of AND gates',
  int8_booth: 'INT8, radix-4 Booth digits of the weight, decoded once',
  int8_da: 'INT8 products in pairs (distributed arithmetic)',
  int8x4: '4-bit integer weights, 8-bit activations, AND gates; two columns for an 8-bit weight',
  int8x4_booth: 'the same with Booth digits',
  int8x4_da: 'the same with products in pairs',
  int7: 'INT7, Booth',
  int7_da: 'INT7, sums of two',
  int6x4: '4-bit integer weights, 6-bit activations, Booth; two columns for an 8-bit weight',
  int6x4_da: 'the same with products in pairs',
  int_fused: 'one 8-bit, two 4-bit or four 2-bit integer weights in a word',
  int_units: 'four 4-bit integer units that join for 8-bit weights (BitFusion)',
  ant_units: 'such units with the 4-bit types of ANT',
  fp8: 'FP8 E4M3',
  fp8_e5m2: 'FP8 E5M2',
  fp4: 'FP4 E2M1, both operands',
  fp4_prepared: 'FP4 weights, 8-bit integers whose multiples are made at the edge',
  adaptiv8: 'AdaptivFloat<8,3>',
  posit8: 'posit(8,1)',
  posit_fused: 'one posit(8,1), two posit(4,1) or four posit(2,0) weights in a word',
  pot4: '4-bit powers of two, 8-bit integer activations',
  flint4: 'flint4 of ANT, both operands',
  lmul8: 'L-Mul on FP8 E4M3: a product is a sum',
};

/** A row for each format with the ids of its designs. Throws TypeError where a phrase is missing or left over. */
export function designTable(): string {
  const rows = Object.entries(PHRASES).map(([format, phrase]) => {
    const ids = SPECS.map(({ id }) => id).filter((id) => formatOf(id) === format);
    if (ids.length === 0) throw new TypeError(`no design of the format ${format}`);
    return `| ${ids.map((id) => `\`${id}\``).join(' ')} | ${phrase} |`;
  });
  const unknown = SPECS.find(({ id }) => PHRASES[formatOf(id)] === undefined);
  if (unknown !== undefined) throw new TypeError(`no phrase for the design ${unknown.id}`);
  return ['| ids | what it is |', '| --- | --- |', ...rows].join('\n');
}

function formatOf(id: string): string {
  return id.replace(/(_relu)?(_d8)?$/, '');
}
