// Verifies a badge with @digitalbazaar/vc, offline: the reference our proofs are held against.
//
//   node verify.mjs BADGE.json ISSUER.json [NOW]
//
// Prints {"verified": true} or {"verified": false, "error": ".."} and exits 0 or 1. Documents come from the
// pinned contexts and ISSUER.json only; any other URL is an error. The status is not asked.

import { readFileSync } from 'node:fs';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import { pinnedContexts } from './contexts.mjs';

const MULTIKEY = 'https://w3id.org/security/multikey/v1';

function loader(issuer) {
  const documents = pinnedContexts();
  documents.set(issuer.id, issuer);
  for (const method of issuer.verificationMethod ?? []) {
    // A key document stands alone, so it needs the context its terms are defined in.
    documents.set(method.id, { '@context': MULTIKEY, ...method });
  }
  return async (url) => {
    const document = documents.get(url);
    if (document === undefined) {
      throw new Error(`not available offline: ${url}`);
    }
    return { contextUrl: null, document, documentUrl: url };
  };
}

function messages(error) {
  const inner = error?.errors ?? (error?.cause ? [error.cause] : []);
  return [error?.message ?? String(error), ...inner.flatMap(messages)];
}

async function verify(badgePath, issuerPath, now) {
  const credential = JSON.parse(readFileSync(badgePath, 'utf8'));
  const issuer = JSON.parse(readFileSync(issuerPath, 'utf8'));
  const result = await vc.verifyCredential({
    credential,
    suite: new DataIntegrityProof({ cryptosuite }),
    documentLoader: loader(issuer),
    checkStatus: async () => ({ verified: true }),
    now: now === undefined ? new Date() : new Date(now),
  });
  return result.verified
    ? { verified: true }
    : { verified: false, error: [...new Set(messages(result.error))].join(': ') };
}

const [badgePath, issuerPath, now] = process.argv.slice(2);
if (issuerPath === undefined) {
  console.error('usage: node verify.mjs BADGE.json ISSUER.json [NOW]');
  process.exit(2);
}
const outcome = await verify(badgePath, issuerPath, now)
  .catch((error) => ({ verified: false, error: messages(error).join(': ') }));
console.log(JSON.stringify(outcome));
process.exit(outcome.verified ? 0 : 1);
