import { contentHash } from '../system/cache.ts';
import { modulePrefix } from '../system/rtl-hash.ts';
import { isFloatDesign, type Resolved, resolveConfig } from './config/resolve.ts';
import type { CheckedPe } from './config/schema.ts';
import type { Design, ModuleDescription } from './design.ts';
import { render } from './render.ts';
import { toolVersion } from './version.ts';
import { type Operand, operandDecoders } from './views/decoder/operands.ts';
import { decoderPorts, decoderView } from './views/decoder/view.ts';
import { encoderPorts, encoderView } from './views/encoder/view.ts';
import { floatPePorts, floatPeView } from './views/float-pe/view.ts';
import type { Provenance } from './views/header.ts';
import type { DecoderNames } from './views/pe/add-logs.ts';
import { pePorts, peView } from './views/pe/view.ts';
import type { DesignInputs } from './weights/bounds.ts';

/**
 * Everything that a checked config becomes, given what it refers to. Same config and inputs, same
 * text. Throws Failure (input).
 */
export function design(checked: CheckedPe, inputs: DesignInputs = {}): Design {
  const resolved = resolveConfig(checked, inputs);
  const planned = planModules(resolved);
  return {
    ...resolved,
    modules: planned.map(({ module }) => module),
    sources: planned.map(({ module, template, view }) => ({
      path: module.file,
      text: render(template, view),
    })),
  };
}

/** A module, its template and the view that fills it. */
export interface PlannedModule {
  readonly module: ModuleDescription;
  readonly template: string;
  readonly view: object;
}

/** The modules of a config, children before the modules that instantiate them. */
export function planModules(resolved: Resolved): PlannedModule[] {
  const provenance = provenanceOf(resolved);
  const decoders = planDecoders(resolved, provenance);
  const nameOf = (operand: Operand) =>
    decoders.find(({ module }) => module.serves?.includes(operand))?.module.name ?? '';

  const names = { weight: nameOf('weight'), activation: nameOf('activation') };
  const encoder = describe(resolved, 'encoder', {
    role: 'encoder',
    latency: 0,
    ports: encoderPorts(resolved),
  });

  return [
    ...decoders,
    planPe(resolved, names, provenance),
    { module: encoder, template: 'encoder', view: encoderView(encoder, resolved, provenance) },
  ];
}

function planPe(resolved: Resolved, decoders: DecoderNames, provenance: Provenance): PlannedModule {
  const latency = 1 + resolved.config.pe.pipeline;
  const rest = { role: 'pe', latency } as const;
  if (isFloatDesign(resolved)) {
    const module = describe(resolved, 'pe', { ...rest, ports: floatPePorts(resolved) });
    const view = floatPeView(module, decoders, resolved, provenance);
    return { module, template: 'float_pe', view };
  }
  const module = describe(resolved, 'pe', { ...rest, ports: pePorts(resolved) });
  return { module, template: 'pe', view: peView(module, decoders, resolved, provenance) };
}

function planDecoders(resolved: Resolved, provenance: Provenance): PlannedModule[] {
  const { weight, activation } = resolved.mac;
  return operandDecoders(weight, activation).map(({ suffix, format, serves }) => {
    const ports = decoderPorts(format);
    const module = describe(resolved, suffix, { role: 'decoder', serves, latency: 0, ports });
    return { module, template: 'decoder', view: decoderView(module, format, provenance) };
  });
}

function describe(
  { config }: Resolved,
  suffix: string,
  rest: Omit<ModuleDescription, 'name' | 'file'>,
): ModuleDescription {
  const name = `${modulePrefix(config.name)}${suffix}`;
  return { name, file: `${name}.sv`, ...rest };
}

/** The hash covers the content of the weights too: their name in the config does not say it. */
function provenanceOf({ config, derived }: Resolved): Provenance {
  const weights = 'weights' in derived ? derived.weights : undefined;
  const parts = [config, ...(weights === undefined ? [] : [weights])];
  return {
    tool: `logposit ${toolVersion}`,
    command: `logposit generate ${config.name}.json`,
    configHash: contentHash(...parts.map((part) => JSON.stringify(part))),
  };
}
