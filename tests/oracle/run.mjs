// Badges held against an independent implementation (@digitalbazaar/vc), in both directions and offline; and
// statements of preparation against two (statements.mjs).
//
//   node run.mjs        prints a line per check, then `N passed, M failed`; exits 1 if one failed
//
// ASSAY_TEST_BINARY names the binary; otherwise target/release/assay of this checkout.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import { pinnedContexts } from './contexts.mjs';
import { statements } from './statements.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const BINARY = process.env.ASSAY_TEST_BINARY ?? here('../../target/release/assay');
const CLOUDOPS = here('../../programmes/cloudops');
const ISSUER = 'https://certs.example.org/issuers/demo';
const AWARD = { person: 'p1', exam: 'SOA-C03', awarded_on: '2026-01-15' };
const HOLDER = 'Sam Holder';
const LEARNER = 'Noor Newcomer';
const READY_MS = 20_000;

let passed = 0;
let failed = 0;

function check(name, holds, detail = '') {
  if (holds) { passed += 1; } else { failed += 1; }
  console.log(`${holds ? 'ok    ' : 'FAILED'} ${name}${holds || detail === '' ? '' : `: ${detail}`}`);
}

/** Runs a program; its status and what it printed, whatever they are. */
async function run(program, ...args) {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args);
    return { status: 0, out: stdout, err: stderr };
  } catch (error) {
    if (typeof error.code !== 'number') { throw error; }
    return { status: error.code, out: error.stdout, err: error.stderr };
  }
}

async function assay(...args) {
  const ran = await run(BINARY, ...args);
  if (ran.status > 1) { throw new Error(`assay ${args.join(' ')} exits ${ran.status}: ${ran.err}`); }
  return ran;
}

/** What the independent implementation says on a day inside the badge's validity. */
async function oracle(badge, issuer, now, list) {
  const lists = list === undefined ? [] : [list];
  const ran = await run(process.execPath, here('verify.mjs'), badge, issuer, now, ...lists);
  return { status: ran.status, ...JSON.parse(ran.out) };
}

const ours = (badge, issuer, list) =>
  assay('credential', 'verify', badge, '--issuer-document', issuer, '--format', 'json',
    ...(list === undefined ? [] : ['--status-list', list]));

/** The day after it began to be valid: badges outlive this suite's dates. */
function dayInside(credential) {
  return new Date(Date.parse(credential.validFrom) + 86_400_000).toISOString();
}

async function issueByFile(folder) {
  const [key, awards, out] = ['key', 'awards.jsonl', 'out'].map((name) => join(folder, name));
  writeFileSync(awards, `${JSON.stringify(AWARD)}\n`);
  const made = await assay('credential', 'keygen', '--out', key);
  check('keygen makes a key', made.status === 0, made.err);
  const issued = await assay('credential', 'issue', '--programme', CLOUDOPS, '--key', key, '--issuer', ISSUER,
    '--input', awards, '--out', out);
  check('issue signs a badge', issued.status === 0, issued.err);
  return { badge: join(out, 'p1.json'), issuer: join(out, 'issuer.json') };
}

/** Places in a badge: each a text of which the last byte that is a letter or digit is changed. */
function places(credential) {
  return {
    'the id': credential.id,
    'the first valid day': credential.validFrom,
    'the achievement\'s criteria': credential.credentialSubject.achievement.criteria.narrative,
    'the issuer\'s name': credential.issuer.name,
    'the proof\'s value': [credential.proof].flat()[0].proofValue,
  };
}

/** The file with one byte changed inside a value, still JSON; letters stay letters, digits digits. */
function altered(text, value) {
  const start = text.indexOf(JSON.stringify(value));
  if (start < 0) { throw new Error(`not in the file: ${value}`); }
  const at = start + 1 + value.search(/[A-Za-z0-8](?=[^A-Za-z0-9]*$)/);
  const byte = text.charCodeAt(at);
  const next = /[Zz9]/.test(text[at]) ? byte - 1 : byte + 1;
  return text.slice(0, at) + String.fromCharCode(next) + text.slice(at + 1);
}

async function holdsAndNoLonger(name, badge, issuer, folder, list) {
  const text = readFileSync(badge, 'utf8');
  const credential = JSON.parse(text);
  const now = dayInside(credential);
  const verified = await oracle(badge, issuer, now, list);
  check(`${name} verifies independently`, verified.verified && verified.status === 0, verified.error);
  const own = await ours(badge, issuer, list);
  check(`${name} verifies with assay`, own.status === 0, own.out);
  for (const [place, value] of Object.entries(places(credential))) {
    const file = join(folder, 'altered.json');
    writeFileSync(file, altered(text, value));
    const theirs = await oracle(file, issuer, now, list);
    const changed = `${name}, one byte of ${place} changed`;
    check(`${changed}: refused independently`, !theirs.verified && theirs.status === 1);
    check(`${changed}: refused by assay`, (await ours(file, issuer, list)).status === 1);
  }
}

async function startDemo(folder) {
  const args = ['demo', '--listen', '127.0.0.1:0', '--data', join(folder, 'data'), '--today', '2025-09-20'];
  const server = spawn(BINARY, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const lines = createInterface(server.stdout);
  const [line] = await once(lines, 'line', { signal: AbortSignal.timeout(READY_MS) })
    .catch((error) => { server.kill(); throw error; });
  return { server, base: line.replace(/^ready: /, '') };
}

async function signIn(base, name = HOLDER) {
  const page = await (await fetch(`${base}/sign-in`)).text();
  const form = page.split('<form').find((part) => part.includes(name)) ?? '';
  const person = /name="person" value="([^"]+)"/.exec(form)?.[1] ?? '';
  const answer = await fetch(`${base}/demo/sign-in`,
    { method: 'POST', redirect: 'manual', body: new URLSearchParams({ person }) });
  return (answer.headers.get('set-cookie') ?? '').split(';')[0];
}

async function stop(server) {
  const ended = once(server, 'exit');
  server.kill();
  await ended;
}

const MACHINE = { headers: { accept: 'application/vc+ld+json' } };

/** The demonstration's badge with what a verifier elsewhere fetches for it, as they are served now. */
async function published(folder, path, base, name) {
  const credential = await (await fetch(`${base}${path}`, MACHINE)).text();
  const badge = JSON.parse(credential);
  // The demonstration has another port at each start; badges go on naming the first.
  const here = (url) => `${base}${new URL(url).pathname}`;
  const issuer = await (await fetch(here(badge.issuer.id), MACHINE)).text();
  const answer = await fetch(here(badge.credentialStatus.statusListCredential), MACHINE);
  const etag = answer.headers.get('etag');
  const again = await fetch(here(badge.credentialStatus.statusListCredential),
    { headers: { ...MACHINE.headers, 'if-none-match': etag } });
  check(`${name}: the list has an ETag and a short life`,
    again.status === 304 && /max-age=\d+/.test(answer.headers.get('cache-control') ?? ''));
  const files = Object.fromEntries(['badge', 'issuer', 'list'].map(
    (what) => [what, join(folder, `${name}-${what}.json`)]));
  writeFileSync(files.badge, credential);
  writeFileSync(files.issuer, issuer);
  writeFileSync(files.list, await answer.text());
  return files;
}

async function publishedBadge(folder) {
  const { server, base } = await startDemo(folder);
  try {
    const page = await (await fetch(`${base}/my`, { headers: { cookie: await signIn(base) } })).text();
    const card = page.split('class="held ').find((part) => part.includes('/certifications/sysops/')) ?? '';
    const path = /\/credentials\/crd_[0-9a-z]+/.exec(card)?.[0];
    check(`the demonstration's ${HOLDER} has a published badge`, path !== undefined);
    return { path, ...await published(folder, path, base, 'published') };
  } finally {
    await stop(server);
  }
}

/** What cannot be looked at here; `./test` counts it. */
function leaveOut(reason, what) {
  console.log(`!! NOT RUN (${reason}): ${what}`);
  const list = process.env.ASSAY_TEST_SKIPPED;
  if (list !== undefined) { appendFileSync(list, `${reason}\t${what}\n`); }
}

async function toldOfPreparation(folder) {
  const { server, base } = await startDemo(folder);
  try {
    await statements(check, leaveOut, folder, base, await signIn(base, LEARNER));
  } finally {
    await stop(server);
  }
}

/** The certification is withdrawn: whoever verifies is told, here and elsewhere. */
async function revoked(folder, before) {
  const name = 'a withdrawn badge of `assay demo`';
  const events = join(folder, 'revoke.jsonl');
  writeFileSync(events, `${JSON.stringify({ person: 'sam@demo.example', date: '2025-09-01', do: 'revoke',
    cred: 'sysops', reason: 'Items were shared with others.' })}\n`);
  const recorded = await assay('record', events, '--data', join(folder, 'data'));
  check('the withdrawal is recorded', recorded.status === 0, recorded.err);
  const { server, base } = await startDemo(folder);
  try {
    // Published means: the consequence of the record was carried out.
    const page = await until(async () => {
      const text = await (await fetch(`${base}/verify?url=${before.path.split('/').pop()}`)).text();
      return text.includes('Revoked on 1 September 2025') ? text : undefined;
    });
    check(`${name}: the verify page says so`, page !== undefined);
    check(`${name}: in red, and without the reason`,
      page?.includes('verdict tone-bad') && !page.includes('verdict tone-good') && !page.includes('shared'));
    const credential = JSON.parse(readFileSync(before.badge, 'utf8'));
    const refused = await until(async () => {
      const files = await published(folder, before.path, base, 'withdrawn');
      const theirs = await oracle(before.badge, files.issuer, dayInside(credential), files.list);
      return theirs.verified ? undefined : { theirs, files };
    });
    const error = refused?.theirs.error ?? 'accepted';
    check(`${name}: refused independently`, error.includes('revocation'), error);
    const own = await ours(before.badge, refused.files.issuer, refused.files.list);
    check(`${name}: refused by assay`, own.status === 1 && JSON.parse(own.out).conclusion === 'revoked');
  } finally {
    await stop(server);
  }
}

/** Asks until there is an answer, for at most ten seconds. */
async function until(ask) {
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined) { return answer; }
  }
  return undefined;
}

/** A badge of the same kind, signed by the other implementation with a key of its own. */
async function theirBadge(like, folder) {
  const controller = 'https://other.example/issuer';
  const pair = await Ed25519Multikey.generate({ controller });
  pair.id = `${controller}#${pair.publicKeyMultibase}`;
  const { proof: _ours, ...credential } = JSON.parse(readFileSync(like, 'utf8'));
  credential.issuer.id = controller;
  const suite = new DataIntegrityProof({ signer: pair.signer(), cryptosuite });
  const documents = pinnedContexts();
  const documentLoader = async (url) => {
    if (!documents.has(url)) { throw new Error(`not available offline: ${url}`); }
    return { contextUrl: null, document: documents.get(url), documentUrl: url };
  };
  const signed = await vc.issue({ credential, suite, documentLoader, now: new Date(dayInside(credential)) });
  const method = await pair.export({ publicKey: true, includeContext: false });
  const issuer = {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: controller,
    verificationMethod: [{ ...method, id: pair.id, controller }],
    assertionMethod: [pair.id],
  };
  const files = { badge: join(folder, 'theirs.json'), issuer: join(folder, 'their-issuer.json') };
  writeFileSync(files.badge, JSON.stringify(signed, null, 2));
  writeFileSync(files.issuer, JSON.stringify(issuer, null, 2));
  return files;
}

async function main(folder) {
  if (!existsSync(BINARY)) { throw new Error(`${BINARY} is not there: run \`cargo build --release\``); }
  const file = await issueByFile(folder);
  await holdsAndNoLonger('a badge of `credential issue`', file.badge, file.issuer, folder);
  const demo = await publishedBadge(folder);
  await holdsAndNoLonger('a badge of `assay demo`', demo.badge, demo.issuer, folder, demo.list);
  await revoked(folder, demo);
  await toldOfPreparation(folder);
  const foreign = await theirBadge(file.badge, folder);
  await holdsAndNoLonger('a badge of @digitalbazaar/vc', foreign.badge, foreign.issuer, folder);
  const swapped = await ours(foreign.badge, file.issuer);
  check('a badge does not verify by another issuer\'s document', swapped.status === 1);
}

const folder = mkdtempSync(join(tmpdir(), 'assay-oracle-'));
await main(folder)
  .catch((error) => check('the run itself', false, error.stack))
  .finally(() => rmSync(folder, { recursive: true, force: true }));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
