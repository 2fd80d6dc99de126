import { FAMILIES, type Family, PARTS, type Part } from '../../compare/report.ts';

/** Colours are names that report/compare.css gives a value, light or dark. */

export interface FamilyMark {
  readonly colour: string;
  /** Of the points, for those who do not see the colour; the same in a text. */
  readonly shape: string;
  readonly glyph: string;
}

export const FAMILY_MARKS: Readonly<Record<Family, FamilyMark>> = {
  LP: { colour: 'var(--lp)', shape: 'circle', glyph: '●' },
  integer: { colour: 'var(--integer)', shape: 'square', glyph: '■' },
  float: { colour: 'var(--float)', shape: 'triangle-up', glyph: '▲' },
  posit: { colour: 'var(--posit)', shape: 'triangle-down', glyph: '▼' },
  'power of two': { colour: 'var(--pot)', shape: 'cross', glyph: '✚' },
  adaptive: { colour: 'var(--adaptive)', shape: 'diamond', glyph: '◆' },
};

export const FAMILY_COLOUR = {
  domain: [...FAMILIES],
  range: FAMILIES.map((family) => FAMILY_MARKS[family].colour),
};

export const FAMILY_SHAPE = {
  domain: [...FAMILIES],
  range: FAMILIES.map((family) => FAMILY_MARKS[family].shape),
};

export function partColour(part: Part): string {
  return `var(--part-${PARTS.indexOf(part)})`;
}
