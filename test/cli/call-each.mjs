// Carries out command lines one after another in this one process: [{ args, cwd }] comes in on
// standard input as JSON, what each of them said, its exit code and the largest resident set so far
// (KiB) go out likewise. Argument: the module that exports call().
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const { call } = await import(pathToFileURL(process.argv[2]).href);
const streams = { stdout: process.stdout, stderr: process.stderr };
const answer = process.stdout.write.bind(process.stdout);
const answers = [];
for (const { args, cwd } of JSON.parse(readFileSync(0, 'utf8'))) {
  const said = { stdout: '', stderr: '' };
  for (const [name, stream] of Object.entries(streams)) {
    stream.write = (text) => {
      said[name] += text;
      return true;
    };
  }
  process.chdir(cwd);
  process.exitCode = 0;
  await call(args);
  answers.push({ ...said, code: process.exitCode, rss: process.resourceUsage().maxRSS });
}
process.exitCode = 0;
await new Promise((resolve) => answer(JSON.stringify(answers), resolve));
