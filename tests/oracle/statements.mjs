// Statements of preparation (xAPI 1.0.3) held against two independent readers: `xapi-validation`, which says
// what is wrong with one, and `tincan`, which takes it apart and writes it again.

import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import validation from 'xapi-validation';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
/** Of xtask/tools.txt, which `cargo xtask deny` installs. */
const PYTHON = here('../../target/tools/bin/python');
const EVERY_KIND = here('statements.json');
const VERBS = ['answered', 'completed', 'experienced', 'failed', 'passed', 'registered'];
const LESSON = '/courses/SOA-C03-1.1';

/** What the first reader says is wrong. */
const faults = (statement) => validation.default(statement);

/** What the second reader says of statements: those that it refused, and those that came back otherwise. */
async function tincan(folder, name, statements) {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(statements));
  const { stdout } = await promisify(execFile)(PYTHON, [here('statements.py'), file]);
  return JSON.parse(stdout);
}

/** The same statement with something broken in it. */
function broken(statement, breaks) {
  const copy = structuredClone(statement);
  breaks(copy);
  return copy;
}

const BROKEN = {
  'a score of 1.8 of 1': (one) => { one.result = { ...one.result, score: { scaled: 1.8 } }; },
  'a verb that is no address': (one) => { one.verb.id = 'finished it'; },
  'an id that is no UUID': (one) => { one.id = 'five'; },
  'a time that is none': (one) => { one.timestamp = 'yesterday'; },
  'a property that no actor has': (one) => { one.actor.surname = 'Somebody'; },
};
/** The second reader judges neither addresses nor ranges: it is asked about the rest. */
const REFUSED_BY_BOTH = ['an id that is no UUID', 'a time that is none', 'a property that no actor has'];

/** What somebody of the demonstration is told, after they finished a lesson. */
async function fromTheDemonstration(base, cookie) {
  const get = async (path) => (await fetch(`${base}${path}`, { headers: { cookie } })).text();
  const course = await get(LESSON);
  const lesson = new RegExp(`href="(${LESSON}/(?!print)[a-z0-9.-]+)"`).exec(course)[1];
  const token = /name="csrf" value="([^"]+)"/.exec(await get(lesson))[1];
  await fetch(`${base}${lesson}/finish`,
    { method: 'POST', redirect: 'manual', headers: { cookie }, body: new URLSearchParams({ csrf: token }) });
  return JSON.parse(await get('/account/statements.json'));
}

/** Every check of statements; `base` and `cookie` are of a demonstration and somebody signed in there. */
export async function statements(check, skip, folder, base, cookie) {
  const all = JSON.parse(readFileSync(EVERY_KIND, 'utf8'));
  const verbs = [...new Set(all.map((one) => one.verb.id.split('/').pop()))].sort();
  check('a statement of every verb is looked at', verbs.join() === VERBS.join(), `${verbs}`);
  const own = await fromTheDemonstration(base, cookie);
  const told = own.map((one) => one.verb.id.split('/').pop());
  const expected = 'registered,experienced';
  check('the demonstration tells a beginning and a lesson', told.join() === expected, `${told}`);
  const [category] = own[0].context.contextActivities.category;
  const profile = await fetch(`${base}${new URL(category.id).pathname}`);
  const versions = (await profile.json()).versions.map((one) => one.id);
  check('the profile that statements name is served',
    profile.status === 200 && versions.includes(category.id));
  for (const [what, list] of Object.entries({ 'of every kind': all, 'of the demonstration': own })) {
    const found = list.flatMap((one) => faults(one));
    check(`statements ${what} are right to xapi-validation`, found.length === 0, JSON.stringify(found));
  }
  for (const [what, breaks] of Object.entries(BROKEN)) {
    const found = faults(broken(own[1], breaks));
    check(`${what}: refused by xapi-validation`, found.length > 0);
  }
  if (!existsSync(PYTHON)) {
    skip('tools', 'statements are not read by tincan: `cargo xtask deny` installs it into target/tools');
    return;
  }
  for (const [what, list] of Object.entries({ all, own })) {
    const read = await tincan(folder, what, list);
    check(`tincan reads ${list.length} statements and writes them again as they are (${what})`,
      read.refused.length === 0 && read.changed.length === 0, JSON.stringify(read));
  }
  for (const what of REFUSED_BY_BOTH) {
    const read = await tincan(folder, 'broken', [broken(own[1], BROKEN[what])]);
    check(`${what}: refused by tincan`, read.refused.length === 1, JSON.stringify(read));
  }
}
