import type { LpDesign } from '../../generator/index.ts';
import type { Edit, ListedEdit } from './edits.ts';
import { applyEdit, type Bed, prepareBed } from './plant.ts';

/** Beds for planted faults, one a design, made when first asked for. */
export class FaultBeds {
  readonly #beds = new Map<string, Bed>();

  async of(design: LpDesign): Promise<Bed> {
    const { name } = design.config;
    const bed = this.#beds.get(name) ?? (await prepareBed(design));
    this.#beds.set(name, bed);
    return bed;
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#beds.values()].map((bed) => bed.dispose()));
  }
}

/** Whether an edit's pattern matches in a module of its role. */
export function hasPlace({ modules, sources }: LpDesign, edit: Edit): boolean {
  const roles = new Map<string, string>(modules.map(({ file, role }) => [file, role]));
  return sources.some(
    ({ path, text }) => roles.get(path) === edit.role && applyEdit(text, edit) !== null,
  );
}

export function faultName({ part, fault }: ListedEdit): string {
  return `${part}: ${fault}`;
}
