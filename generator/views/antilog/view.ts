import type { Module, Port } from '../../design.ts';
import { type HeaderView, header, type Provenance } from '../header.ts';
import { type AntilogView, antilogView } from '../pe/antilog.ts';
import type { ProductArithmetic } from '../pe/arithmetic.ts';
import { antilogStory } from '../pe/convert.ts';
import { unusedFraction } from '../pe/unused.ts';
import { input, output, portLines } from '../ports.ts';
import { lsbText, unusedValue } from '../text.ts';

export function antilogPorts({ Fp, G }: ProductArithmetic): Port[] {
  return [
    input('fraction_i', Fp, `fraction of the log of a product, ${lsbText(Fp)}`),
    output('significand_o', G + 1, `from 1 up to 2, ${lsbText(G)}`),
  ];
}

/** The table that all products of an array share. */
export interface AntilogModuleView {
  readonly header: HeaderView;
  readonly name: string;
  readonly ports: readonly string[];
  readonly antilog: AntilogView;
  /** Low bits of the fraction that nothing reads; empty where every bit is used. */
  readonly unused: string;
}

export function antilogModuleView(
  module: Module,
  arithmetic: ProductArithmetic,
  provenance: Provenance,
): AntilogModuleView {
  return {
    header: header(
      [
        'Antilog: the linear significand of a product, from the fraction of its log.',
        '',
        `It is ${antilogStory(arithmetic)} One table serves every word length and es: the logs of ` +
          'shorter words use every second, fourth, ... entry.',
      ],
      provenance,
    ),
    name: module.name,
    ports: portLines(module.ports),
    antilog: antilogView(arithmetic, 'fraction_i', 'significand_o'),
    unused: unusedValue(unusedFraction(arithmetic, 'fraction_i')),
  };
}
