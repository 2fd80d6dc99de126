import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Handlebars from 'handlebars';
import { packageRoot } from '../system/package-root.ts';

export const templateDirectory: string = join(packageRoot, 'templates');

const STRICT = { strict: true, noEscape: true, knownHelpersOnly: true } as const;

/** Renders `templates/<name>.sv.hbs` with its view; an unknown path in the template throws. */
export function render(name: string, view: object): string {
  return compiled(name)(view);
}

const templates = new Map<string, Handlebars.TemplateDelegate>();
const handlebars = Handlebars.create();

function compiled(name: string): Handlebars.TemplateDelegate {
  if (templates.size === 0) registerPartials();
  const known = templates.get(name);
  if (known) return known;
  const source = readFileSync(join(templateDirectory, `${name}.sv.hbs`), 'utf8');
  const template = handlebars.compile(source, STRICT);
  templates.set(name, template);
  return template;
}

function registerPartials(): void {
  const directory = join(templateDirectory, 'partials');
  for (const file of readdirSync(directory)) {
    const source = readFileSync(join(directory, file), 'utf8');
    handlebars.registerPartial(basename(file, '.hbs'), handlebars.compile(source, STRICT));
  }
}
