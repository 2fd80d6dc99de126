import type { LpFormat } from '../golden/format.ts';
import { contentHash } from '../system/cache.ts';
import { type Resolved, resolveConfig } from './config/resolve.ts';
import type { CheckedConfig } from './config/schema.ts';
import type { Design, ModuleDescription, SourceFile } from './design.ts';
import { render } from './render.ts';
import { toolVersion } from './version.ts';
import { decoderPorts, decoderView } from './views/decoder.ts';
import { encoderPorts, encoderView } from './views/encoder.ts';
import type { Provenance } from './views/header.ts';
import { pePorts, peView } from './views/pe.ts';

/** Everything that a checked config becomes. Same config, same text. Throws Failure (input). */
export function design(checked: CheckedConfig): Design {
  const resolved = resolveConfig(checked);
  const decoders = describeDecoders(resolved);
  const pe = describe(resolved, 'pe', 1, pePorts(resolved));
  const encoder = describe(resolved, 'encoder', 0, encoderPorts(resolved));
  const provenance = provenanceOf(resolved);
  const decoderOf = (operand: 'weight' | 'activation') =>
    decoders.find(({ module }) => module.serves?.includes(operand))?.module.name ?? '';

  return {
    ...resolved,
    modules: [...decoders.map(({ module }) => module), pe, encoder],
    sources: [
      ...decoders.map(({ module, format }) =>
        source(module, render('decoder', decoderView(module, format, provenance))),
      ),
      source(
        pe,
        render(
          'pe',
          peView(
            pe,
            { weight: decoderOf('weight'), activation: decoderOf('activation') },
            resolved,
            provenance,
          ),
        ),
      ),
      source(encoder, render('encoder', encoderView(encoder, resolved, provenance))),
    ],
  };
}

interface DescribedDecoder {
  readonly module: ModuleDescription;
  readonly format: LpFormat;
}

/** One decoder serves both operands where their formats differ in nothing but sf. */
function describeDecoders(resolved: Resolved): DescribedDecoder[] {
  const { weight, activation } = resolved.mac;
  const shared = (['n', 'es', 'rs'] as const).every((key) => weight[key] === activation[key]);
  const one = (
    suffix: string,
    format: LpFormat,
    serves: readonly ('weight' | 'activation')[],
  ): DescribedDecoder => ({
    module: { ...describe(resolved, suffix, 0, decoderPorts(format)), role: 'decoder', serves },
    format,
  });
  return shared
    ? [one('decoder', weight, ['weight', 'activation'])]
    : [one('weight_decoder', weight, ['weight']), one('act_decoder', activation, ['activation'])];
}

function describe(
  { config }: Resolved,
  suffix: string,
  latency: number,
  ports: ModuleDescription['ports'],
): ModuleDescription {
  const name = `${config.name}_${suffix}`;
  const role = suffix === 'pe' || suffix === 'encoder' ? suffix : 'decoder';
  return { name, file: `${name}.sv`, role, latency, ports };
}

function provenanceOf({ config }: Resolved): Provenance {
  return {
    tool: `logposit ${toolVersion}`,
    command: `logposit generate ${config.name}.json`,
    configHash: contentHash(JSON.stringify(config)),
  };
}

function source(module: ModuleDescription, text: string): SourceFile {
  return { path: module.file, text };
}
