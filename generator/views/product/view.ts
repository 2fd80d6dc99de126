import type { ArrayResolved } from '../../config/resolve-array.ts';
import type { ArrayModule } from '../../design.ts';
import { type HeaderView, header, type Provenance } from '../header.ts';
import { hugeProduct, signedProduct } from '../pe/accumulate.ts';
import { type AddLogsView, addLogsView } from '../pe/add-logs.ts';
import { type AlignView, alignView } from '../pe/align.ts';
import { antilogKind, antilogView } from '../pe/antilog.ts';
import { type ConvertView, convertView } from '../pe/convert.ts';
import { type RoundView, roundView } from '../pe/round.ts';
import { type ShiftView, shiftView } from '../pe/shift.ts';
import { unusedBits, unusedFraction } from '../pe/unused.ts';
import type { Pe } from '../pe/widths.ts';
import { portLines } from '../ports.ts';
import { assignments, localparams, unusedValue } from '../text.ts';
import { addendWidth, hasHuge, type LaneGroup } from './multiplier.ts';
import { productParameters, productStory } from './story.ts';

/** Sections that a product has in common with a PE, and the significand's module. */
export interface MagnitudeView {
  readonly header: HeaderView;
  readonly name: string;
  readonly ports: readonly string[];
  readonly localparams: readonly string[];
  readonly convert: ConvertView;
  readonly significand: SignificandView;
  readonly align: AlignView;
  readonly shift: ShiftView;
  /** Slices that nothing reads; empty where every bit is used. */
  readonly unused: string;
}

interface SignificandView {
  /** Null where the significand is the same for every fraction. */
  readonly module: string | null;
  readonly constant: string;
}

/** The product of one lane. */
export interface ProductView extends MagnitudeView {
  readonly addLogs: AddLogsView;
  readonly round: RoundView | null;
  /** What leaves the module. */
  readonly outputs: readonly string[];
}

/** A product module, and the antilog that it takes; null where there is none. */
export interface PlannedProduct {
  readonly module: ArrayModule;
  readonly group: LaneGroup;
  readonly pe: Pe;
  readonly antilog: string | null;
}

export function productView(
  resolved: ArrayResolved,
  planned: PlannedProduct,
  provenance: Provenance,
): ProductView {
  const { pe } = planned;
  const { negative, inverted, carry } = signedProduct(pe);
  return {
    ...magnitudeView(resolved, planned, provenance),
    addLogs: addLogsView(pe),
    round: roundView(pe),
    outputs: assignments({
      addend_o: addendWidth(pe) > pe.widths.magnitude ? `{${negative}, ${inverted}}` : inverted,
      carry_o: carry,
      ...(hasHuge(pe) ? { huge_o: hugeProduct(pe) } : {}),
      nar_o: 'weight_nar_i || act_nar_i',
    }),
  };
}

export function magnitudeView(
  resolved: ArrayResolved,
  { module, group, pe, antilog }: PlannedProduct,
  provenance: Provenance,
): MagnitudeView {
  const { arithmetic } = pe;
  return {
    header: header(productStory(resolved, group, pe), provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams(productParameters(group, pe)),
    convert: convertView(arithmetic),
    significand: {
      module: antilog,
      constant: antilogView(arithmetic, 'fraction', 'significand').significand,
    },
    align: alignView(pe),
    shift: shiftView(pe),
    unused: unusedValue(unusedBits(pe, antilog === null ? unusedFraction(arithmetic) : [])),
  };
}

/** Whether the significand depends on the fraction: products then share a module for it. */
export function takesAntilog({ arithmetic }: Pe): boolean {
  return antilogKind(arithmetic) !== 'one';
}
