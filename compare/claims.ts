import type { Claim, MixRow, NoiseFloor } from './report.ts';

/** What is hoped for: ours against the best peer of a class. */
export interface ClaimSpec {
  readonly id: string;
  readonly text: string;
  /** Ids of designs; the best of those that took part stands for each side. */
  readonly ours: readonly string[];
  readonly peers: readonly string[];
  readonly mix: string;
  readonly quantity: 'density' | 'energy';
  /** Of an energy, "stream/model". */
  readonly stream?: string;
  readonly target: number;
}

const LINEAR = ['lp_linear_d8', 'lp_linear_floor_d8', 'lp_fused_84_d8', 'lp_fused_d8'];
const LINEAR_RELU = [...LINEAR, 'lp_linear_relu_d8'];
const INT8_D8 = ['int8_d8', 'int8_booth_d8', 'int8_da_d8'];
const PAIRS = ['int8x4_d8', 'int8x4_booth_d8', 'int8x4_da_d8'];
const PAIRS_RELU = [...PAIRS, 'int8x4_booth_relu_d8', 'int8x4_da_relu_d8'];
const INT8_RELU = [...INT8_D8, 'int8_booth_relu_d8', 'int8_da_relu_d8'];
const MIX = '97.5 % 4-bit';

/** Every energy is claimed without glitches and with them. */
const energyClaims = (claim: Omit<ClaimSpec, 'quantity' | 'stream'>, stream: string): ClaimSpec[] =>
  (['zero', 'liberty'] as const).map((model) => ({
    ...claim,
    id: `${claim.id}-${model}`,
    text: `${claim.text}, ${model === 'zero' ? 'without' : 'with'} glitches`,
    quantity: 'energy',
    stream: `${stream}/${model}`,
  }));

export const CLAIMS: readonly ClaimSpec[] = [
  {
    id: 'lp8',
    text: '8-bit weights, one product: LP8 against INT8',
    ours: ['lp8'],
    peers: ['int8', 'int8_booth'],
    mix: '8-bit only',
    quantity: 'density',
    target: 1.3,
  },
  {
    id: 'lp8-dot8',
    text: '8-bit weights, dot-8: LP8 against INT8',
    ours: ['lp8_d8'],
    peers: INT8_D8,
    mix: '8-bit only',
    quantity: 'density',
    target: 1.3,
  },
  {
    id: 'lp8-f4-dot8',
    text: '8-bit weights, dot-8: LP8 with F = 4 against INT7',
    ours: ['lp8_f4_d8'],
    peers: ['int7_d8', 'int7_da_d8'],
    mix: '8-bit only',
    quantity: 'density',
    target: 1.3,
  },
  {
    id: 'mix-pairs',
    text: '97.5 % 4-bit: best LP against INT8x4 pairs',
    ours: LINEAR,
    peers: PAIRS,
    mix: MIX,
    quantity: 'density',
    target: 1.3,
  },
  {
    id: 'mix-int6x4',
    text: '97.5 % 4-bit: best LP against INT6x4 pairs, which are as good at 4 bits',
    ours: LINEAR,
    peers: ['int6x4_d8', 'int6x4_da_d8'],
    mix: MIX,
    quantity: 'density',
    target: 1.3,
  },
  {
    id: 'mix-fused',
    text: '97.5 % 4-bit: best LP against INT fused 8/4/2',
    ours: LINEAR,
    peers: ['int_fused_d8'],
    mix: MIX,
    quantity: 'density',
    target: 1.8,
  },
  {
    id: 'mix-int8',
    text: '97.5 % 4-bit: best LP against INT8 only',
    ours: LINEAR,
    peers: INT8_D8,
    mix: MIX,
    quantity: 'density',
    target: 2.2,
  },
  {
    id: 'mix-adaptiv',
    text: '97.5 % 4-bit: best LP against AdaptivFloat-8',
    ours: LINEAR,
    peers: ['adaptiv8_d8'],
    mix: MIX,
    quantity: 'density',
    target: 6,
  },
  {
    id: 'mix-posit',
    text: '97.5 % 4-bit: best LP against posit 2/4/8',
    ours: LINEAR,
    peers: ['posit_fused_d8', 'posit8_d8'],
    mix: MIX,
    quantity: 'density',
    target: 4,
  },
  ...energyClaims(
    {
      id: 'energy-int8',
      text: 'energy at that mix against INT8 only, ReLU',
      ours: LINEAR_RELU,
      peers: INT8_RELU,
      mix: MIX,
      target: 0.55,
    },
    'relu',
  ),
  ...energyClaims(
    {
      id: 'energy-pairs-relu',
      text: 'energy at that mix against INT8x4 pairs, ReLU',
      ours: LINEAR_RELU,
      peers: PAIRS_RELU,
      mix: MIX,
      target: 0.9,
    },
    'relu',
  ),
  ...energyClaims(
    {
      id: 'energy-pairs-gaussian',
      text: 'energy at that mix against INT8x4 pairs, Gaussian',
      ours: LINEAR,
      peers: PAIRS,
      mix: MIX,
      target: 1,
    },
    'gaussian',
  ),
];

/** A claim in one library; null where a side has no figure. */
export function claimIn(
  spec: ClaimSpec,
  library: string,
  rows: readonly MixRow[],
  noise: readonly NoiseFloor[],
): Claim | null {
  const figure = (row: MixRow) =>
    spec.quantity === 'density' ? row.areaPerMac : row.energyPerMac[spec.stream ?? ''];
  const best = (ids: readonly string[]) =>
    rows
      .filter((row) => row.library === library && row.mix === spec.mix && ids.includes(row.design))
      .filter((row) => figure(row) !== undefined)
      .sort((a, b) => (figure(a) ?? 0) - (figure(b) ?? 0))[0];
  const [ours, peer] = [best(spec.ours), best(spec.peers)];
  if (ours === undefined || peer === undefined) return null;
  const [own, other] = [figure(ours) ?? 0, figure(peer) ?? 0];
  const ratio = spec.quantity === 'density' ? other / own : own / other;
  const stream = spec.stream?.split('/')[0] ?? 'gaussian';
  return {
    id: spec.id,
    text: spec.text,
    library,
    ours: ours.design,
    peer: peer.design,
    quantity: spec.quantity,
    ratio,
    target: spec.target,
    met: spec.quantity === 'density' ? ratio >= spec.target : ratio <= spec.target,
    sqnrGap: (ours.sqnr[stream] ?? 0) - (peer.sqnr[stream] ?? 0),
    noise: largestSpread(noise.filter((floor) => floor.library === library)),
  };
}

/** Null where none was measured: that is not the same as none at all. */
function largestSpread(floors: readonly NoiseFloor[]): number | null {
  return floors.length === 0 ? null : Math.max(...floors.map(({ spread }) => spread));
}
