import { type RtlGuarantee, rtlFaults } from '../../infer/guarantee/rtl.ts';
import type { LayerGuarantee, Stage, StageBits } from '../../quantize/guarantee/layer.ts';
import type { PlanGuarantee } from '../../quantize/guarantee/plan.ts';
import { alignColumns } from '../../system/text.ts';

/** Everything that does not hold of a plan, in the golden model and in RTL. */
export function faultsOf({ layers }: PlanGuarantee, rtl: RtlGuarantee | null): string[] {
  const golden = layers.flatMap(({ name, faults }) => faults.map((fault) => `${name}: ${fault}`));
  return [...golden, ...(rtl === null ? [] : rtlFaults(rtl))];
}

/** A plan's widths as text. */
export function guaranteeLines(guarantee: PlanGuarantee, rtl: RtlGuarantee | null): string[] {
  const { layers, computed, tiles } = guarantee;
  return [
    ...layerLines(layers),
    'attained by the largest sums: one side only where a start value pulls the other way',
    'overflow: of a largest sum in one bit less',
    '',
    ...computed.map(
      ({ name, stated, wholeTile }) =>
        `${name}: weights of another step, P_I ${stated.tile}, P_O ${stated.sum} for any ` +
        `(${wholeTile} for a whole tile)`,
    ),
    `tiles of the ${layers.length} layers with constant weights: P_I ${tiles.agnostic} bits for any ` +
      `weights, ${tiles.aware} for these, ${tiles.saved} fewer`,
    ...(rtl === null ? [] : rtlLines(rtl)),
  ];
}

const HEAD = ['layer', 'bits', 'K', 'inputs', 'P_I any', 'P_I', 'attained', 'overflow', 'P_O any'];

function layerLines(layers: readonly LayerGuarantee[]): string[] {
  const rows = layers.map((layer) => {
    const { name, mode, depth, signs, agnostic, aware } = layer;
    const figures = (stage: Stage) => [agnostic[stage], aware[stage]].map(String);
    return [
      ...[name, String(mode), String(depth), signs === 'both' ? '+-' : '>= 0'],
      ...[...figures('tile'), ...verdictOf(layer, 'tile')],
      ...[...figures('sum'), ...verdictOf(layer, 'sum')],
      statedText(layer.stated, aware),
    ];
  });
  const head = [...HEAD, 'P_O', 'attained', 'overflow', 'stated'];
  return alignColumns([head, ...rows], [1, 2, 4, 5, 8, 9]);
}

/** Attained, and overflow in one bit less. */
function verdictOf({ verdicts, faults }: LayerGuarantee, stage: Stage): [string, string] {
  const { attained, overflows } = verdicts[stage];
  const sides = attained.length === 2 ? 'yes' : attained.join() || 'neither';
  return [faults.length > 0 ? 'NO' : sides, overflows === null ? '-' : overflows ? 'yes' : 'no'];
}

function statedText(stated: StageBits, aware: StageBits): string {
  const same = stated.tile === aware.tile && stated.sum === aware.sum;
  return same ? '' : `${stated.tile}/${stated.sum}`;
}

function rtlLines({ measured, narrower }: RtlGuarantee): string[] {
  const { array, layers, words, mismatches } = measured;
  const lines = [
    `RTL of ${array.rows} x ${array.cols} PEs, P_I ${array.tile}, P_O ${array.sum}: ` +
      `${words} words of ${layers.length} layers, ${mismatches} mismatches`,
  ];
  for (const stage of ['tile', 'sum'] as const) {
    const run = narrower[stage];
    const what = { tile: 'P_I', sum: 'P_O' }[stage];
    if (run === null) {
      lines.push(`RTL with ${what} one bit less: no such array, or no sum that needs the bit`);
      continue;
    }
    lines.push(
      `RTL with ${what} ${run.array[stage]}: ${run.visible} of ${run.sums} sums of ` +
        `${run.layers.join(', ')} overflow, ${run.unlikeGolden} words unlike the golden model`,
    );
  }
  return lines;
}

/** Everything of a check, for a program: integers beyond 2^53 as text. */
export function guaranteeJson(guarantee: PlanGuarantee, rtl: RtlGuarantee | null): string {
  const layers = guarantee.layers.map(({ sums, ...layer }) => ({
    ...layer,
    sums: sums.map(({ stage, side, channel, summands, bound, reach }) => ({
      ...{ stage, side, channel, start: String(summands.start) },
      ...{ bound: String(bound), reach: String(reach) },
    })),
  }));
  const faults = faultsOf(guarantee, rtl);
  return JSON.stringify({ ...guarantee, layers, rtl, faults }, null, 2);
}
