import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../system/package-root.ts';

/** Trained networks that are not part of the product: beside the repository, or one level up. */
const PLACES = ['../shared/data', '../../shared/data'].map((place) => join(packageRoot, place));

export const sharedData = PLACES.find((place) => existsSync(place)) ?? (PLACES[0] as string);

/** What a skipped test's title adds; '' where the data is there. */
export const dataAbsent = existsSync(sharedData) ? '' : ` (skipped: no ${PLACES[0]})`;
