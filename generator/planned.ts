import { modulePrefix } from '../system/rtl-hash.ts';
import type { Emitted, Module } from './design.ts';
import { render } from './render.ts';

/** A module, its template and the view that fills it. */
export interface Planned<M extends Module = Module> {
  readonly module: M;
  readonly template: string;
  readonly view: object;
}

/** A module of a config, named after it. */
export function describeModule<M extends Module>(
  { config }: { readonly config: { readonly name: string } },
  suffix: string,
  rest: Omit<M, 'name' | 'file'>,
): M {
  const name = `${modulePrefix(config.name)}${suffix}`;
  return { name, file: `${name}.sv`, ...rest } as M;
}

/** Renders every planned module. */
export function written<M extends Module>(planned: readonly Planned<M>[]): Emitted<M> {
  return {
    modules: planned.map(({ module }) => module),
    sources: planned.map(({ module, template, view }) => ({
      path: module.file,
      text: render(template, view),
    })),
  };
}
