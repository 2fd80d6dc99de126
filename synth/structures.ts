/**
 * Ways to write the same logic down, as commands of ABC that rearrange it before any recipe does. What a recipe
 * makes of each differs for no better reason than where it starts: that is the noise of areas.
 */
export const STRUCTURES = {
  'as written': [],
  balanced: ['strash', 'balance'],
  rewritten: ['strash', 'rewrite -z', 'rewrite -z'],
  'functions of 4 inputs': ['strash', 'if -K 4', 'strash'],
  'functions of 6 inputs': ['strash', 'if -K 6', 'strash', 'refactor -z'],
  resubstituted: ['strash', 'resub -K 8', 'refactor'],
  compacted: ['strash', 'dc2', 'dc2'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Structure = keyof typeof STRUCTURES;
