import { type SystolicDesign, systolicDesign } from '../generator/index.ts';
import { cachedJson, contentHash } from '../system/cache.ts';
import { rtlHash } from '../system/rtl-hash.ts';
import { layerHash } from './layer-operands.ts';
import { SAMPLE } from './operands.ts';
import type { ModeRow } from './report.ts';
import type { DesignSpec } from './specs.ts';
import { sqnr, streamsOf } from './sqnr.ts';
import { sumWidths } from './sum-widths.ts';
import { checkedConfig, datapathOf, smallConfig, type Usage, usagesOf, useOf } from './usage.ts';

/** A design that is compared, with what follows from its format alone. */
export interface Subject {
  readonly spec: DesignSpec;
  readonly full: SystolicDesign;
  /** Two rows of PEs, one cluster: what is mapped and measured. */
  readonly small: SystolicDesign;
  readonly usages: readonly Usage[];
  readonly modes: readonly ModeRow[];
  /** Of the full grid. */
  readonly rtlHash: string;
}

/** Changes with what follows from a format. */
const VERSION = '1';

interface FormatFigures {
  readonly widths: readonly number[];
  readonly modes: readonly ModeRow[];
}

/** The design of a spec, its sums sized for the stated weights; figures of its format come from the memo. */
export async function subjectOf(spec: DesignSpec): Promise<Subject> {
  const datapath = datapathOf(spec);
  const usages = usagesOf(spec, datapath);
  const { datapath: options } = checkedConfig(spec, 'auto');
  const key = contentHash(
    'format',
    VERSION,
    JSON.stringify([options, usages, SAMPLE, layerHash()]),
  );
  const { widths, modes } = await cachedJson<FormatFigures>('format', key, async () => ({
    widths: sumWidths(datapath, usages, SAMPLE),
    modes: usages.map((usage) => ({
      name: usage.name,
      weightBits: usage.bits,
      weightsPerWord: usage.weightsPerWord,
      sqnr: Object.fromEntries(
        streamsOf(datapath).map((stream) => [stream, sqnr(datapath, useOf(usage, stream))]),
      ),
    })),
  }));
  const checked = checkedConfig(spec, widths);
  const full = systolicDesign(checked);
  const small = systolicDesign(
    smallConfig({ ...checked, sum: { ...checked.sum, width: [...full.derived.P] } }),
  );
  const texts = full.sources.map(({ text }) => text);
  return { spec, full, small, usages, modes, rtlHash: rtlHash(texts, spec.id) };
}
