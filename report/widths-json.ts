import type { AccumulatorBounds } from '../golden/exact/index.ts';
import type { LpFormat } from '../golden/format.ts';
import type { MeasuredWidths } from './widths-text.ts';

/** The document of `widths --json`. U+ and U- are decimal texts in LSBs: they may exceed 2^53. */
export function widthsJson({ tensor, question, report, fits }: MeasuredWidths): object {
  const { arithmetic, activations, start } = question;
  const { channels, all, widest, agnostic, tiles } = report;
  const { reference, kind, shape, channels: rows, depth, hash } = tensor;
  return {
    tensor: { reference, kind, shape, channels: rows, depth, hash },
    weight: formatJson(arithmetic.weight),
    activation: formatJson(arithmetic.activation),
    converter: { kind: arithmetic.converter, fraction: arithmetic.converterFraction },
    fraction: arithmetic.accumulatorFraction,
    align: arithmetic.align,
    activations,
    start: { least: String(start.least), most: String(start.most) },
    ...boundsJson(all),
    channels: channels.map((bounds, channel) => ({ channel, ...boundsJson(bounds) })),
    widest: {
      channel: widest.channel,
      ...boundsJson(widest.bounds),
      side: widest.side,
      activations: [...widest.vector],
    },
    agnostic: boundsJson(agnostic),
    saving: agnostic.width - all.width,
    ...(tiles === undefined
      ? {}
      : {
          tiles: {
            products: tiles.tile,
            inner: boundsJson(tiles.aware.inner),
            outer: boundsJson(tiles.aware.outer),
            agnosticInner: boundsJson(tiles.agnostic.inner),
            agnosticOuter: boundsJson(tiles.agnostic.outer),
          },
        }),
    ...(fits === undefined
      ? {}
      : { fits: { width: fits.width, fits: fits.channel === undefined, channel: fits.channel } }),
  };
}

function boundsJson({ upper, lower, width }: AccumulatorBounds) {
  return { P: width, upper: String(upper), lower: String(lower) };
}

function formatJson({ n, es, rs, sf }: LpFormat) {
  return { n, es, rs, sf };
}
