// Plants every fault in several designs and prints which were reported: the harness must fail.
import { design } from '../generator/index.ts';
import { alignColumns } from '../system/text.ts';
import { EDITS } from '../test/faults/edits.ts';
import { type Outcome, plant, prepareBed } from '../test/faults/plant.ts';
import { faultConfigs } from '../test/support/varied-configs.ts';

const SEED = 1;
const cells = new Map<string, string[]>(EDITS.map((edit) => [key(edit), []]));
const survivors: string[] = [];
const configs = faultConfigs();

for (const config of configs) {
  const bed = await prepareBed(design(config));
  for (const edit of EDITS) {
    const outcome = await plant(bed, edit, SEED);
    cells.get(key(edit))?.push(cellText(outcome));
    if (outcome.kind === 'survived') survivors.push(`${config.name} ${key(edit)}`);
  }
  await bed.dispose();
  process.stderr.write(`${config.name}: done\n`);
}

const rows = [...cells].map(([name, outcomes]) => [name, ...outcomes]);
const head = ['fault', ...configs.map(({ name }) => name)];
process.stdout.write(`${alignColumns([head, ...rows]).join('\n')}\n`);
const never = rows.filter(([, ...outcomes]) => !outcomes.includes('reported'));
const planted = rows.flat().filter((cell) => cell === 'reported' || cell === 'SURVIVED').length;
process.stdout.write(
  `${planted} faults planted, ${survivors.length} survived, ${never.length} never reported\n`,
);
for (const survivor of survivors) process.stdout.write(`survived: ${survivor}\n`);
for (const [name] of never) process.stdout.write(`never reported: ${name}\n`);
process.exitCode = survivors.length + never.length === 0 ? 0 : 1;

function key({ role, fault }: (typeof EDITS)[number]): string {
  return `${role}: ${fault}`;
}

function cellText(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'not applicable':
      return '-';
    case 'reported':
      return 'reported';
    case 'equivalent':
      return 'equivalent';
    case 'survived':
      return 'SURVIVED';
  }
}
