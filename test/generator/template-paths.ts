import Handlebars from 'handlebars';

/** What a view has at a place: a text, a list, or named fields; `null` alone says nothing. */
export type Shape =
  | { readonly kind: 'leaf' }
  | { readonly kind: 'list'; readonly element: Shape }
  | { readonly kind: 'fields'; readonly fields: Readonly<Record<string, Shape>> };

const LEAF: Shape = { kind: 'leaf' };

export function shapeOf(value: unknown): Shape {
  if (Array.isArray(value)) {
    return { kind: 'list', element: value.map(shapeOf).reduce(mergeShapes, LEAF) };
  }
  if (typeof value !== 'object' || value === null) return LEAF;
  const fields = Object.entries(value).map(([key, field]) => [key, shapeOf(field)] as const);
  return { kind: 'fields', fields: Object.fromEntries(fields) };
}

export function mergeShapes(a: Shape, b: Shape): Shape {
  if (a.kind === 'leaf') return b;
  if (a.kind === 'list' && b.kind === 'list') {
    return { kind: 'list', element: mergeShapes(a.element, b.element) };
  }
  if (a.kind === 'fields' && b.kind === 'fields') {
    const fields = { ...a.fields };
    for (const [key, shape] of Object.entries(b.fields)) {
      fields[key] = fields[key] ? mergeShapes(fields[key], shape) : shape;
    }
    return { kind: 'fields', fields };
  }
  return a;
}

interface Place {
  readonly path: string;
  readonly shape: Shape;
}

/** Walks a template over the shape of its view: paths that do not exist, fields never used. */
export function usedPaths(
  source: string,
  view: Shape,
  readPartial: (name: string) => string,
): { unknown: string[]; unused: string[] } {
  const used = new Set<string>();
  const unknown: string[] = [];

  const resolve = (expression: hbs.AST.PathExpression, stack: readonly Place[]): Place => {
    let place = stack[stack.length - 1 - expression.depth] ?? { path: '?', shape: LEAF };
    for (const part of expression.parts as string[]) {
      const path = place.path === '' ? part : `${place.path}.${part}`;
      const next = place.shape.kind === 'fields' ? place.shape.fields[part] : undefined;
      if (next === undefined) {
        unknown.push(path);
        return { path, shape: LEAF };
      }
      used.add(path);
      place = { path, shape: next };
    }
    used.add(place.path);
    return place;
  };

  const walk = (program: hbs.AST.Program | undefined, stack: readonly Place[]): void => {
    for (const statement of program?.body ?? []) visit(statement, stack);
  };

  const visit = (statement: hbs.AST.Statement, stack: readonly Place[]): void => {
    if (statement.type === 'MustacheStatement') {
      resolve((statement as hbs.AST.MustacheStatement).path as hbs.AST.PathExpression, stack);
    } else if (statement.type === 'PartialStatement') {
      const partial = statement as hbs.AST.PartialStatement;
      const place = resolve(partial.params[0] as hbs.AST.PathExpression, stack);
      const name = (partial.name as hbs.AST.PathExpression).original;
      walk(Handlebars.parse(readPartial(String(name))), [...stack, place]);
    } else if (statement.type === 'BlockStatement') {
      const block = statement as hbs.AST.BlockStatement;
      const place = resolve(block.params[0] as hbs.AST.PathExpression, stack);
      const each = (block.path as hbs.AST.PathExpression).original === 'each';
      const element = place.shape.kind === 'list' ? place.shape.element : LEAF;
      walk(block.program, each ? [...stack, { path: `${place.path}[]`, shape: element }] : stack);
      walk(block.inverse, stack);
    }
  };

  walk(Handlebars.parse(source), [{ path: '', shape: view }]);
  return { unknown, unused: leaves(view, '').filter((path) => !used.has(path)) };
}

function leaves(shape: Shape, path: string): string[] {
  switch (shape.kind) {
    case 'leaf':
      return [path];
    case 'list':
      return leaves(shape.element, `${path}[]`);
    case 'fields':
      return Object.entries(shape.fields).flatMap(([key, field]) =>
        leaves(field, path === '' ? key : `${path}.${key}`),
      );
  }
}
