import { type CheckedPe, peSchema } from '../../generator/config/schema.ts';

/** Examples whose RTL is committed under rtl-out/: a PE, an array and an accelerator. */
export const REFERENCES = ['lp8', 'lpa', 'lpa_top'] as const;

/** A handful of designs whose RTL is committed and reviewed: the variants of each template. */
export function goldenConfigs(): CheckedPe[] {
  const ternary = { n: 2, es: 0, rs: 1 };
  const lp4 = { n: 4, es: 0, rs: 2 };
  const lp8 = { n: 8, es: 2, rs: 5 };
  return [
    {
      name: 'saturating',
      weight: lp4,
      activation: lp8,
      accumulator: { width: 16, overflow: 'saturate' },
    },
    { name: 'floored', weight: lp8, activation: lp8, accumulator: { width: 24, align: 'floor' } },
    {
      name: 'ternary',
      weight: ternary,
      activation: lp4,
      converter: { kind: 'mitchell' },
      encoder: { relu: true, underflow: 'saturate' },
    },
    {
      name: 'piped',
      weight: lp4,
      activation: lp8,
      pe: { operands: 'logs', pipeline: 2 },
      accumulator: { width: 18, align: 'floor-act' },
    },
    {
      name: 'floating',
      weight: lp4,
      activation: lp8,
      pe: { pipeline: 1 },
      accumulator: { kind: 'float' },
    },
  ].map((input) => peSchema.parse(input));
}
