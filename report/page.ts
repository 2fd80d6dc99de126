import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../system/package-root.ts';

/** A page as one text, from report/NAME.html.hbs and report/NAME.css over what all pages share. */
export async function renderPage(name: string, view: object): Promise<string> {
  const [{ default: handlebars }, template, ...styles] = await Promise.all([
    import('handlebars'),
    read(`${name}.html.hbs`),
    read('page.css'),
    read(`${name}.css`),
  ]);
  const page = handlebars.compile(template, { strict: true, knownHelpersOnly: true });
  return page({ ...view, style: styles.join('\n') });
}

function read(file: string): Promise<string> {
  return readFile(join(packageRoot, 'report', file), 'utf8');
}
