import type { Combination, FreeThree } from '../../study/combinations.ts';

/** "on", "off", or those of the three that are on. */
export function freeThreeName(freeThree: FreeThree): string {
  const on = NAMES.filter(([key]) => freeThree[key]).map(([, name]) => name);
  if (on.length === NAMES.length) return 'on';
  return on.length === 0 ? 'off' : on.join(' + ');
}

const NAMES = [
  ['channelScales', 'scales'],
  ['biasCorrection', 'bias'],
  ['errorFeedback', 'feedback'],
] as const satisfies readonly (readonly [keyof FreeThree, string])[];

/** "lpq", "lpq, free three off". */
export function chooserName({
  chooser,
  freeThree,
}: Pick<Combination, 'chooser' | 'freeThree'>): string {
  const three = freeThreeName(freeThree);
  return three === 'on' ? chooser : `${chooser}, free three ${three}`;
}

export function bitsName(bits: number | null): string {
  return bits === null ? 'any' : String(bits);
}
