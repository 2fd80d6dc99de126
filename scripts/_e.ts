import { arrayDesign } from '../generator/index.ts';
import { ARRAY_EDITS } from '../test/faults/edits.ts';
import { applyEdit, plant, prepareBed } from '../test/faults/plant.ts';
import { arrayFaultConfigs } from '../test/support/array-fault-configs.ts';

const ds = arrayFaultConfigs().map((c) => arrayDesign(c));
const has = (d: any, e: any) => {
  try {
    return d.sources.some(
      (s: any) =>
        d.modules.find((m: any) => m.file === s.path)?.role === e.role &&
        applyEdit(s.text, e) !== null,
    );
  } catch (x) {
    console.log(String(x));
    return false;
  }
};
for (const e of ARRAY_EDITS)
  if (!ds.some((d) => has(d, e))) console.log('HOMELESS', e.part, e.fault);
if (process.argv[2] === 'x') process.exit(0);
const todo = new Set(
  ARRAY_EDITS.filter((e) => new RegExp(process.argv[3] ?? '').test(e.part + ': ' + e.fault)),
);
for (const i of process.argv[2]!.split(',')) {
  const bed = await prepareBed(ds[Number(i)]!);
  for (const e of [...todo]) {
    if (!has(ds[Number(i)], e)) continue;
    const t = performance.now();
    try {
      const o: any = await plant(bed, e, 1);
      if (o.kind === 'reported') todo.delete(e);
      console.log(
        'a' + i,
        e.part + ': ' + e.fault,
        '=>',
        o.kind,
        o.by ?? o.why ?? JSON.stringify(o.proof).slice(0, 1500),
        ((performance.now() - t) / 1000).toFixed(1),
      );
    } catch (x: any) {
      console.log(
        'a' + i,
        e.part + ': ' + e.fault,
        '=> ERROR',
        String(x.message + x.detail).slice(0, 400),
      );
    }
  }
  await bed.dispose();
}
for (const e of todo) console.log('NOT REPORTED', e.part, e.fault);
